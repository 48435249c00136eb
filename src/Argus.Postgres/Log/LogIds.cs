using Npgsql;

namespace Argus.Postgres.Log;

/// <summary>The number that stands for a tenant in the tables. Given once, never changed, so it can be kept.</summary>
internal sealed class LogIds
{
    private readonly Dictionary<string, int> _known = [];

    public int this[string tenant] => _known[tenant];

    /// <summary>Makes sure that every tenant has a log. Runs before the transaction, so that no lock on a new row is held while others are waited for.</summary>
    public async Task EnsureAsync(NpgsqlConnection connection, IEnumerable<string> tenants)
    {
        var missing = tenants.Where(tenant => !_known.ContainsKey(tenant)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (missing.Length == 0)
            return;

        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("insert into argus.logs (tenant) select unnest($1) on conflict do nothing") { Parameters = { new() { Value = missing } } });
        batch.BatchCommands.Add(new("select tenant, log_id from argus.logs where tenant = any($1)") { Parameters = { new() { Value = missing } } });
        await using var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
            _known[reader.GetString(0)] = reader.GetInt32(1);
    }
}
