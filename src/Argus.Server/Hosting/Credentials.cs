using System.Text.Json;

namespace Argus.Server.Hosting;

/// <summary>
/// The secrets made at the first start, in a file only its owner can read: an object from client to secret. Written before the clients exist, so a crash
/// in between loses nothing; never read after the first start.
/// </summary>
internal sealed class Credentials(string dataDirectory)
{
    public string Path { get; } = System.IO.Path.Combine(dataDirectory, "credentials.json");

    /// <summary>The file's secrets, or <paramref name="fresh"/> after writing them there.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadOrWriteAsync(IReadOnlyDictionary<string, string> fresh)
    {
        if (File.Exists(Path))
            return await ReadAsync().ConfigureAwait(false);

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var half = $"{Path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(half, options);
        await using (file.ConfigureAwait(false))
        {
            await JsonSerializer.SerializeAsync(file, fresh, Indented).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }

        File.Move(half, Path, overwrite: false);
        return fresh;
    }

    private static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true };

    private async Task<IReadOnlyDictionary<string, string>> ReadAsync()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(Path).ConfigureAwait(false)) ?? [];
        }
        catch (JsonException e)
        {
            throw new ConfigurationException($"{Path} is not an object from client to secret.", e);
        }
    }
}
