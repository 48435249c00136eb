using System.CommandLine;

namespace Argus.Cli.Input;

/// <summary><c>--reason</c>: what an operator does is on record with its reason.</summary>
internal static class ReasonOption
{
    public static Option<string> Required() => new("--reason") { HelpName = "TEXT", Description = "Why, for the record: 1 to 500 characters.", Required = true };

    public static Option<string?> Optional() => new("--reason") { HelpName = "TEXT", Description = "Why, for the record: 1 to 500 characters." };
}
