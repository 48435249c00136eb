using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Contract;
using Npgsql;

namespace Argus.IntegrationTests.Tamper;

/// <summary>Whoever has all rights on the database, and none of the nodes' keys.</summary>
internal sealed class Superuser(string connectionString, string tenant) : IAsyncDisposable
{
    private static readonly JsonSerializerOptions AsItStands = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(connectionString);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Runs a statement in which <c>:log</c> is the tenant's log.</summary>
    /// <returns>How many rows it touched.</returns>
    public async Task<int> ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(Cancellation);
    }

    public async Task<T> ReadAsync<T>(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        return (T)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    /// <summary>All rows of two columns, the first a number.</summary>
    public async Task<List<(long Number, byte[] Bytes)>> ListAsync(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var rows = new List<(long, byte[])>();
        while (await reader.ReadAsync(Cancellation))
            rows.Add((reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)));
        return rows;
    }

    /// <summary>The entries, in order of their positions.</summary>
    public Task<List<(long Position, byte[] Entry)>> EntriesAsync() =>
        ListAsync("select position, entry from argus.events where log_id = :log order by position");

    /// <summary>Puts other bytes in an entry's place.</summary>
    public async Task ChangeAsync(long position, Func<byte[], byte[]> change)
    {
        var entry = await ReadAsync<byte[]>("select entry from argus.events where log_id = :log and position = $1", position);
        Assert.Equal(1, await ExecuteAsync("update argus.events set entry = $2 where log_id = :log and position = $1", position, change(entry)));
    }

    /// <summary>Another byte at the end of each checkpoint's first signature, so that it is still one in form.</summary>
    public async Task SpoilSignaturesAsync()
    {
        foreach (var (size, note) in await ListAsync("select size, note from argus.checkpoints where log_id = :log"))
        {
            var lines = Encoding.UTF8.GetString(note).Split('\n');
            var parts = lines[4].Split(' ');
            var signature = Convert.FromBase64String(parts[2]);
            signature[^20] ^= 1;
            lines[4] = $"{parts[0]} {parts[1]} {Convert.ToBase64String(signature)}";
            await ExecuteAsync("update argus.checkpoints set note = $2 where log_id = :log and size = $1", size, Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        }
    }

    /// <summary>Makes the frontier follow the rows, and takes away whatever was derived from others: a node that starts now has nothing to compare with.</summary>
    public async Task MakeAnewAsync()
    {
        byte[][] entries = [.. (await EntriesAsync()).Select(row => row.Entry)];
        await ExecuteAsync("update argus.logs set size = $1, frontier = $2 where log_id = :log", (long)entries.Length, FrontierOf(entries));
        await ExecuteAsync("delete from argus.tiles where log_id = :log");
        await ExecuteAsync("delete from argus.checkpoints where log_id = :log");
    }

    /// <summary>In the middle, where its data are.</summary>
    public static byte[] FlipAByte(byte[] entry)
    {
        entry[entry.Length / 2] ^= 1;
        return entry;
    }

    /// <summary>The entry with a member of another value, in canonical form.</summary>
    public static Func<byte[], byte[]> With(string member, JsonNode value) => entry =>
    {
        var json = JsonNode.Parse(entry)!.AsObject();
        json[member] = value.DeepClone();
        return Encoding.UTF8.GetBytes(json.ToJsonString(AsItStands));
    };

    /// <summary>The roots of the complete subtrees, largest first.</summary>
    private static byte[] FrontierOf(ReadOnlySpan<byte[]> entries)
    {
        var frontier = new List<byte>();
        for (var bit = 1 << 30; bit > 0; bit >>= 1)
        {
            if ((entries.Length & bit) == 0 || bit > entries.Length)
                continue;
            frontier.AddRange(NaiveMerkle.Root(entries[..bit].ToArray()));
            entries = entries[bit..];
        }

        return [.. frontier];
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = _database.CreateCommand(sql.Replace(":log", $"(select log_id from argus.logs where tenant = '{tenant}')", StringComparison.Ordinal));
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
