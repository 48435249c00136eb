using System.CommandLine;
using Argus.Cli.Connecting;
using Argus.Cli.Input;

namespace Argus.Cli.Tokens;

/// <summary><c>argus token …</c></summary>
internal static class TokenCommand
{
    /// <summary>More than any token that is looked at.</summary>
    private const int LongestToken = 64 * 1024;

    public static Command Make(ConnectionOptions options) => new("token", "Access tokens: get, inspect, revoke.")
    {
        GetToken.Make(options),
        InspectToken.Make(options),
        RevokeToken.Make(options),
    };

    /// <summary>The token, where something else may be named instead.</summary>
    public static Argument<string?> OptionalToken() =>
        new("TOKEN") { Description = "A token of the client's own; - for standard input, where no other user of the machine sees it.", Arity = ArgumentArity.ZeroOrOne };

    public static Argument<string> Token() => new("TOKEN") { Description = "The token; - for standard input, where no other user of the machine sees it." };

    /// <summary>The token that is meant.</summary>
    public static string Read(string argument) => (argument == "-" ? InputFile.ReadText("-", LongestToken) : argument).Trim();
}
