using System.Runtime.CompilerServices;
using Argus.Authority.Keys;
using Argus.Domain.Kernel;
using Npgsql;

namespace Argus.Postgres;

/// <summary>The handles of private halves, in a table beside the log.</summary>
public sealed class PrivateKeyStore(ArgusDatabase database) : IPrivateKeyStore
{
    private const int PageSize = 500;
    private const string Columns = "tenant, kid, custody, handle, extract(epoch from clock_timestamp() - stored_at)::float8";

    public async ValueTask<bool> PutAsync(TenantId tenant, Kid kid, string custody, ReadOnlyMemory<byte> handle, CancellationToken cancellation) =>
        await ExecuteAsync(
            "insert into argus.private_keys (tenant, kid, custody, handle) values ($1, $2, $3, $4) on conflict do nothing",
            [tenant.Value, kid.Value, custody, handle.ToArray()],
            cancellation).ConfigureAwait(false) == 1;

    public async ValueTask<StoredKey?> FindAsync(TenantId tenant, Kid kid, CancellationToken cancellation)
    {
        var found = await ReadAsync($"select {Columns} from argus.private_keys where tenant = $1 and kid = $2", [tenant.Value, kid.Value], cancellation)
            .ConfigureAwait(false);
        return found is [var key] ? key : null;
    }

    public async IAsyncEnumerable<StoredKey> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var after = "";
        IReadOnlyList<StoredKey> page;
        do
        {
            page = await ReadAsync($"select {Columns} from argus.private_keys where kid > $1 order by kid limit {PageSize}", [after], cancellation)
                .ConfigureAwait(false);
            foreach (var key in page)
            {
                yield return key;
                after = key.Kid.Value;
            }
        }
        while (page.Count == PageSize);
    }

    public async ValueTask<bool> AnyAsync(CancellationToken cancellation) =>
        await ReadAsync($"select {Columns} from argus.private_keys limit 1", [], cancellation).ConfigureAwait(false) is [_];

    public async ValueTask<bool> ReplaceAsync(StoredKey read, ReadOnlyMemory<byte> handle, CancellationToken cancellation) =>
        await ExecuteAsync(
            "update argus.private_keys set handle = $4 where tenant = $1 and kid = $2 and handle = $3",
            [read.Tenant.Value, read.Kid.Value, read.Handle.ToArray(), handle.ToArray()],
            cancellation).ConfigureAwait(false) == 1;

    public async ValueTask DeleteAsync(TenantId tenant, Kid kid, CancellationToken cancellation) =>
        await ExecuteAsync("delete from argus.private_keys where tenant = $1 and kid = $2", [tenant.Value, kid.Value], cancellation).ConfigureAwait(false);

    private ValueTask<int> ExecuteAsync(string sql, object[] values, CancellationToken cancellation)
    {
        return database.InTimeAsync(RunAsync());

        async Task<int> RunAsync()
        {
            await using var command = database.Command(sql, values);
            return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
    }

    private ValueTask<IReadOnlyList<StoredKey>> ReadAsync(string sql, object[] values, CancellationToken cancellation)
    {
        return database.InTimeAsync(RunAsync());

        async Task<IReadOnlyList<StoredKey>> RunAsync()
        {
            await using var command = database.Command(sql, values);
            await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            var keys = new List<StoredKey>();
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                keys.Add(Key(reader));
            return keys;
        }
    }

    private static StoredKey Key(NpgsqlDataReader reader) =>
        TenantId.TryParse(reader.GetString(0), out var tenant) && Kid.TryParse(reader.GetString(1), out var kid)
            ? new StoredKey(tenant, kid, reader.GetString(2), reader.GetFieldValue<byte[]>(3), TimeSpan.FromSeconds(reader.GetDouble(4)))
            : throw new InvalidDataException("A row of argus.private_keys names no key.");
}
