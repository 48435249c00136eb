using Argus.Authority.Replay;
using Argus.Domain.Kernel;

namespace Argus.Postgres;

/// <summary>Used identifiers in a table beside the log. The primary key decides who was first; the store's clock, when one is over.</summary>
public sealed class ReplayTable(ArgusDatabase database) : IReplayCache
{
    private const int PageSize = 1_000;

    public async ValueTask<bool> TryAddAsync(TenantId tenant, string issuer, string jti, TimeSpan keepFor)
    {
        // One that is over but still there is a replay all the same: nothing that bears it is good any more.
        return await database.InTimeAsync(RunAsync()).ConfigureAwait(false) == 1;

        async Task<int> RunAsync()
        {
            await using var command = database.Serving.CreateCommand(
                "insert into argus.replay (key, forget_at) values ($1, clock_timestamp() + $2) on conflict do nothing");
            command.Parameters.Add(new() { Value = ReplayKey.Of(tenant, issuer, jti) });
            command.Parameters.Add(new() { Value = keepFor });
            return await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask<int> ForgetAsync(CancellationToken cancellation)
    {
        var (forgotten, after) = (0, Array.Empty<byte>());
        while (await database.InTimeAsync(EndOfPageAsync(after, cancellation)).ConfigureAwait(false) is { } end)
        {
            forgotten += await database.InTimeAsync(ForgetPageAsync(after, end, cancellation)).ConfigureAwait(false);
            after = end;
        }

        return forgotten;
    }

    private async Task<byte[]?> EndOfPageAsync(byte[] after, CancellationToken cancellation)
    {
        await using var command = database.Command(
            $"select key from (select key from argus.replay where key > $1 order by key limit {PageSize}) page order by key desc limit 1", after);
        return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) as byte[];
    }

    private async Task<int> ForgetPageAsync(byte[] after, byte[] end, CancellationToken cancellation)
    {
        await using var command = database.Command(
            "delete from argus.replay where key > $1 and key <= $2 and forget_at <= clock_timestamp()", after, end);
        return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }
}
