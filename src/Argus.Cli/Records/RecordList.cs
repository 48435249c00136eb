using System.Buffers;
using System.Text.Json;
using Argus.Cli.Connecting;
using Argus.Cli.Output;

namespace Argus.Cli.Records;

/// <summary>A list of the Admin API, all pages of it.</summary>
internal static class RecordList
{
    /// <param name="admin">Whom to ask.</param>
    /// <param name="path">Of the list; it may have a query.</param>
    /// <param name="columns">The members that people see.</param>
    /// <param name="isJson">Whether the answer is for machines.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<int> ShowAsync(AdminClient admin, string path, IReadOnlyList<string> columns, bool isJson, CancellationToken cancellation)
    {
        var ask = $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=1000";
        var first = await admin.GetAsync(ask, cancellation).ConfigureAwait(false);
        var page = first.Json();
        List<JsonElement> items = [.. page.Items("items")];
        var isOnePage = page.Text("next") is null;
        while (page.Text("next") is { } next)
        {
            page = (await admin.GetAsync($"{ask}&after={Uri.EscapeDataString(next)}", cancellation).ConfigureAwait(false)).Json();
            if (page.Text("next") == next)
                throw CommandFailure.Unreachable($"The list {path} does not go on where it says.");
            items.AddRange(page.Items("items"));
        }

        if (!isJson)
            Screen.Table(columns.Select(Title), items.Select(item => columns.Select(column => item.Shown(column))));
        else
            Screen.Json(isOnePage ? first.Body : WholeOf(items));
        return ExitCode.Done;
    }

    /// <summary>What the member is called above its column.</summary>
    public static string Title(string member) => char.ToUpperInvariant(member[0]) + member[1..].Replace('_', ' ');

    private static byte[] WholeOf(IEnumerable<JsonElement> items)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("items"u8);
            foreach (var item in items)
                item.WriteTo(json);
            json.WriteEndArray();
            json.WriteNull("next"u8);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
