using Argus.Authority.PersonalData;
using Argus.Domain.Kernel;
using Npgsql;

namespace Argus.Postgres;

/// <summary>The keys of personal data, in a table beside the log.</summary>
public sealed class PersonalKeyStore(ArgusDatabase database) : IPersonalKeyStore
{
    private const string Columns = "tenant, name, custody, wrapped";

    public async ValueTask<bool> PutAsync(TenantId tenant, StoredPersonalKey key, CancellationToken cancellation) =>
        await ExecuteAsync(
            "insert into argus.personal_keys (tenant, name, custody, wrapped) values ($1, $2, $3, $4) on conflict do nothing",
            [tenant.Value, key.Name, key.Custody, key.Wrapped.ToArray()],
            cancellation).ConfigureAwait(false) == 1;

    public async ValueTask<IReadOnlyList<StoredPersonalKey>> FindAsync(TenantId tenant, IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        var rows = await ReadAsync($"select {Columns} from argus.personal_keys where tenant = $1 and name = any($2)", [tenant.Value, names.ToArray()], cancellation)
            .ConfigureAwait(false);
        return [.. rows.Select(row => row.Key)];
    }

    public async ValueTask<bool> ReplaceAsync(TenantId tenant, StoredPersonalKey read, StoredPersonalKey anew, CancellationToken cancellation) =>
        await ExecuteAsync(
            "update argus.personal_keys set custody = $3, wrapped = $4 where tenant = $1 and name = $2 and wrapped = $5",
            [tenant.Value, read.Name, anew.Custody, anew.Wrapped.ToArray(), read.Wrapped.ToArray()],
            cancellation).ConfigureAwait(false) == 1;

    public ValueTask<int> DeleteAsync(TenantId tenant, IReadOnlyCollection<string> names, CancellationToken cancellation) =>
        ExecuteAsync("delete from argus.personal_keys where tenant = $1 and name = any($2)", [tenant.Value, names.ToArray()], cancellation);

    public ValueTask<IReadOnlyList<(TenantId Tenant, StoredPersonalKey Key)>> ReadAsync(string prefix, CancellationToken cancellation) =>
        ReadAsync($"select {Columns} from argus.personal_keys where name not like 'user:%' and starts_with(name, $1)", [prefix], cancellation);

    /// <summary>Whether there is any.</summary>
    public async ValueTask<bool> AnyAsync(CancellationToken cancellation) =>
        await ReadAsync($"select {Columns} from argus.personal_keys limit 1", [], cancellation).ConfigureAwait(false) is [_];

    private ValueTask<int> ExecuteAsync(string sql, object?[] values, CancellationToken cancellation)
    {
        return database.InTimeAsync(RunAsync());

        async Task<int> RunAsync()
        {
            await using var command = database.Command(sql, values);
            return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
    }

    private ValueTask<IReadOnlyList<(TenantId Tenant, StoredPersonalKey Key)>> ReadAsync(string sql, object?[] values, CancellationToken cancellation)
    {
        return database.InTimeAsync(RunAsync());

        async Task<IReadOnlyList<(TenantId, StoredPersonalKey)>> RunAsync()
        {
            await using var command = database.Command(sql, values);
            await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            var keys = new List<(TenantId, StoredPersonalKey)>();
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                keys.Add(Key(reader));
            return keys;
        }
    }

    private static (TenantId, StoredPersonalKey) Key(NpgsqlDataReader reader) => TenantId.TryParse(reader.GetString(0), out var tenant)
        ? (tenant, new StoredPersonalKey(reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.GetFieldValue<byte[]>(3)))
        : throw new InvalidDataException("A row of argus.personal_keys names no tenant.");
}
