using Argus.Authority.Keys;
using Argus.Domain.Kernel;
using Npgsql;

namespace Argus.Postgres;

/// <summary>The handles of private halves, in a table beside the log.</summary>
public sealed class PrivateKeyStore(ArgusDatabase database) : IPrivateKeyStore
{
    public ValueTask PutAsync(TenantId tenant, Kid kid, string custody, ReadOnlyMemory<byte> handle, CancellationToken cancellation) =>
        ExecuteAsync(
            "insert into argus.private_keys (tenant, kid, custody, handle) values ($1, $2, $3, $4)",
            [tenant.Value, kid.Value, custody, handle.ToArray()],
            cancellation);

    public async ValueTask<ReadOnlyMemory<byte>?> FindAsync(TenantId tenant, Kid kid, CancellationToken cancellation)
    {
        var found = await ReadAsync("select handle from argus.private_keys where tenant = $1 and kid = $2", [tenant.Value, kid.Value], cancellation)
            .ConfigureAwait(false);

        // Not as a conditional expression: there null would become empty memory, and a missing key an empty one.
        if (found is not byte[] handle)
            return null;
        return handle;
    }

    public async ValueTask<bool> AnyAsync(CancellationToken cancellation) =>
        await ReadAsync("select exists (select from argus.private_keys)", [], cancellation).ConfigureAwait(false) is true;

    public ValueTask DeleteAsync(TenantId tenant, Kid kid, CancellationToken cancellation) =>
        ExecuteAsync("delete from argus.private_keys where tenant = $1 and kid = $2", [tenant.Value, kid.Value], cancellation);

    private async ValueTask ExecuteAsync(string sql, object[] values, CancellationToken cancellation) =>
        await ReadAsync(sql, values, cancellation).ConfigureAwait(false);

    private ValueTask<object?> ReadAsync(string sql, object[] values, CancellationToken cancellation) => database.InTimeAsync(ScalarAsync(sql, values, cancellation));

    private async Task<object?> ScalarAsync(string sql, object[] values, CancellationToken cancellation)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false);
    }

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = database.Serving.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
