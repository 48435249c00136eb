using System.Globalization;
using System.Text;
using System.Text.Json;
using Argus.Cli.Connecting;
using Spectre.Console;

namespace Argus.Cli.Output;

/// <summary>Standard output: for machines the answer as it came, for people lines and tables.</summary>
internal static class Screen
{
    /// <summary>Columns of a table that is written to a file or a pipe, where nothing needs to be broken.</summary>
    private const int UnboundWidth = 4096;

    private static readonly Lazy<IAnsiConsole> Terminal = new(() =>
    {
        var terminal = AnsiConsole.Console;
        if (Console.IsOutputRedirected)
            terminal.Profile.Width = UnboundWidth;
        return terminal;
    });

    public static void Json(ReadOnlySpan<byte> json)
    {
        using var output = Console.OpenStandardOutput();
        output.Write(json);
        if (!json.EndsWith("\n"u8))
            output.Write("\n"u8);
    }

    /// <summary>A success of the node's: as it came, or as people want it.</summary>
    /// <exception cref="CommandFailure">It is none.</exception>
    public static int Answer(Answer answer, bool isJson, Action<JsonElement> show)
    {
        var json = answer.Json();
        if (isJson)
            Json(answer.Body);
        else
            show(json);
        return ExitCode.Done;
    }

    public static void Line(string text) => Console.Out.WriteLine(Printable(text));

    public static void Table(IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column)));
        foreach (var row in rows)
            table.AddRow([.. row.Select(cell => new Text(Printable(cell)))]);
        Terminal.Value.Write(table);
    }

    /// <summary>What a node or a token says must not steer the terminal: no control characters, and none that turn the writing around.</summary>
    public static string Printable(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                printable.Append('\uFFFD');
            else
                printable.Append(rune);
        }

        return printable.ToString();
    }
}
