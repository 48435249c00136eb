using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Argus.Contract;

namespace Argus.IntegrationTests.Tamper;

/// <summary>
/// An export that is copied out of the tables as they stand and checks nothing: what an operator who means harm, or whose database was changed, would hand out.
/// Made from docs/audit-log-format.md, with nothing of the product.
/// </summary>
internal sealed class DatabaseExport(Superuser database, string tenant, string directory)
{
    private const int Width = 256;

    /// <param name="issuer">The tenant's.</param>
    public async Task WriteAsync(string issuer)
    {
        var checkpoints = await database.ListAsync("select size, note from argus.checkpoints where log_id = :log order by size");
        var (size, note) = checkpoints[^1];
        var entries = (await database.EntriesAsync()).Where(row => row.Position < size).ToList();
        await WriteTilesAsync(entries, size);
        foreach (var earlier in checkpoints.SkipLast(1))
            Put($"checkpoints/{earlier.Number}", earlier.Bytes);
        var lines = Encoding.UTF8.GetString(note).Split('\n');
        Put("keys.json", Encoding.UTF8.GetBytes(Keys(lines[0], entries.Select(row => row.Entry).Where(IsAboutKeys).Select(entry => JsonNode.Parse(entry)!)).ToJsonString()));
        Put("checkpoint", note);
        Put("manifest.json", Encoding.UTF8.GetBytes((await ManifestAsync(lines[0], size, lines[2], issuer)).ToJsonString()));
    }

    private async Task<JsonObject> ManifestAsync(string origin, long size, string root, string issuer)
    {
        var frontier = await database.ReadAsync<byte[]>("select frontier from argus.logs where log_id = :log");
        var head = Enumerable.Range(0, frontier.Length / 32).Select(i => frontier[(32 * i)..(32 * i + 32)]).Reverse().Aggregate((right, left) => Node(left, right));
        return new JsonObject
        {
            ["format"] = "argus-log-export/1",
            ["tenant"] = tenant,
            ["origin"] = origin,
            ["issuer"] = issuer,
            ["size"] = size,
            ["root"] = root,
            ["exported_at"] = "2026-01-31T09:00:00Z",
            ["head"] = new JsonObject { ["size"] = await database.ReadAsync<long>("select size from argus.logs where log_id = :log"), ["root"] = Convert.ToBase64String(head) },
            ["projections"] = new JsonArray(),
        };
    }

    /// <summary>Full tiles as the table has them; the others are made of the rows, as a node makes them.</summary>
    private async Task WriteTilesAsync(List<(long Position, byte[] Entry)> entries, long size)
    {
        foreach (var bundle in entries.GroupBy(row => row.Position / Width))
            Put(TilePath("entries", bundle.Key, Math.Min(Width, size - bundle.Key * Width)), [.. bundle.SelectMany(row => Framed(row.Entry))]);
        List<byte[]> hashes = [.. entries.Select(row => NaiveMerkle.Leaf(row.Entry))];
        for (short level = 0; size > 0; level++, size /= Width)
        {
            var stored = await database.ListAsync($"select index, hashes from argus.tiles where log_id = :log and level = {level} order by index");
            foreach (var (index, tile) in stored.Where(row => row.Number < size / Width))
                Put(TilePath(Level(level), index, Width), tile);
            var full = (int)(size / Width);
            if (size % Width > 0)
                Put(TilePath(Level(level), full, size % Width), [.. hashes.Skip(full * Width).Take((int)(size % Width)).SelectMany(hash => hash)]);
            hashes = [.. (await database.ListAsync($"select index, root from argus.tiles where log_id = :log and level = {level} order by index")).Select(row => row.Bytes)];
        }
    }

    /// <summary>What <c>{issuer}/log/keys</c> says, from the log's events.</summary>
    private static JsonObject Keys(string origin, IEnumerable<JsonNode> entries)
    {
        var keys = new JsonArray();
        foreach (var entry in entries)
        {
            var data = entry["data"]!;
            var at = DateTimeOffset.FromUnixTimeSeconds((long)data["at"]!).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            if ((string)entry["type"]! == "log_key.activated")
            {
                keys.Add(Key(origin, data, at, (long)entry["position"]!));
                continue;
            }

            var retired = keys.Single(key => (string)key!["kid"]! == (string)data["kid"]!)!;
            (retired["retired_at"], retired["retired_position"]) = (at, (long)entry["position"]!);
        }

        return new JsonObject { ["origin"] = origin, ["keys"] = keys };
    }

    private static bool IsAboutKeys(byte[] entry) => entry.AsSpan().IndexOf("\"stream\":\"log-keys\""u8) >= 0;

    private static JsonObject Key(string origin, JsonNode data, string at, long position)
    {
        var n = (string)data["n"]!;
        using var rsa = RSA.Create(new RSAParameters { Modulus = Base64Url.DecodeFromChars(n), Exponent = [1, 0, 1] });
        var key = new JsonObject
        {
            ["kid"] = (string)data["kid"]!,
            ["jwk"] = new JsonObject { ["kty"] = "RSA", ["n"] = n, ["e"] = "AQAB" },
            ["note_key"] = NoteKey(origin, 5, rsa.ExportSubjectPublicKeyInfo()),
            ["activated_at"] = at,
            ["activated_position"] = position,
        };
        if (data["ed25519"] is { } other)
            key["ed25519_note_key"] = NoteKey(origin, 1, Base64Url.DecodeFromChars((string)other!));
        return key;
    }

    private static string NoteKey(string name, byte type, byte[] key)
    {
        var id = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), 0x0A, type, .. type == 5 ? SHA256.HashData(key) : key])[..4];
        return $"{name}+{Convert.ToHexStringLower(id)}+{Convert.ToBase64String([type, .. key])}";
    }

    private void Put(string name, byte[] bytes)
    {
        var path = Path.Combine(directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    private static string TilePath(string level, long index, long width)
    {
        var path = index.ToString("000", CultureInfo.InvariantCulture);
        Assert.True(index < 1000);
        return $"tile/{level}/{path}{(width < Width ? $".p/{width}" : "")}";
    }

    private static string Level(int level) => level.ToString(CultureInfo.InvariantCulture);

    private static byte[] Framed(byte[] entry)
    {
        var framed = new byte[2 + entry.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)entry.Length);
        entry.CopyTo(framed, 2);
        return framed;
    }

    private static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([0x01, .. left, .. right]);
}
