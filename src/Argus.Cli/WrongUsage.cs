using System.CommandLine;
using System.CommandLine.Parsing;

namespace Argus.Cli;

/// <summary>Says what is wrong with a command line, without repeating values: one of them may be a secret that was given in the wrong place.</summary>
internal static class WrongUsage
{
    public static string Describe(ParseResult parsed) => $"{Fault(parsed)} See '{NameOf(parsed.CommandResult)} --help'.";

    private static string Fault(ParseResult parsed) => parsed.UnmatchedTokens switch
    {
        [var first, ..] when first.StartsWith('-') => $"There is no option '{first.Split('=', ':')[0]}' here.",
        [var first, ..] when parsed.CommandResult.Command.Subcommands.Count > 0 && IsWord(first) => $"There is no command '{first}' here.",
        [_, ..] => "There is an argument too many.",
        _ => parsed.Errors[0].Message.EndsWith('.') ? parsed.Errors[0].Message : parsed.Errors[0].Message + ".",
    };

    private static bool IsWord(string text) => text.Length <= 20 && text.All(char.IsAsciiLetterLower);

    private static string NameOf(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{NameOf(parent)} {result.Command.Name}" : "argus";
}
