using System.Text.Json;
using Argus.Authority.Keys;

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
        if (OwnerOnlyFile.TryCreate(Path, JsonSerializer.SerializeToUtf8Bytes(fresh, Indented)))
            return fresh;
        return await ReadAsync().ConfigureAwait(false);
    }

    private static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true };

    private async Task<IReadOnlyDictionary<string, string>> ReadAsync()
    {
        // Whoever could write to it would choose the administrator's secret.
        if (!OwnerOnlyFile.IsOwnerOnly(Path))
            throw new ConfigurationException($"Others than its owner can use {Path}, which holds the first secrets; its mode must be 0600.");
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
