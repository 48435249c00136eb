using System.Runtime.CompilerServices;
using Argus.Authority.Audit;
using Argus.Domain.Kernel;
using Npgsql;

namespace Argus.Postgres.Log;

/// <summary>Reads the table of labels from end to end. An auditor asks for that now and then; it has no index in this order, and is sorted for it.</summary>
public sealed class StreamLabels(ArgusDatabase database) : IStreamLabels
{
    /// <summary>Longer than a request's statements have: nobody's token waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public async IAsyncEnumerable<PlacedLabel> ReadAsync(TenantId tenant, long throughPosition, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(Patience);
        await using var connection = await InTimeAsync(database.Serving.OpenConnectionAsync(bound.Token).AsTask()).ConfigureAwait(false);
        await using var transaction = await InTimeAsync(connection.BeginTransactionAsync(bound.Token).AsTask()).ConfigureAwait(false);
        await using var command = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new($"set local statement_timeout = {(int)Patience.TotalMilliseconds}"),
                new(
                    """
                    select label, position, stream from argus.stream_labels
                    where log_id = (select log_id from argus.logs where tenant = $1) and position <= $2
                    order by position, label, stream
                    """)
                { Parameters = { new() { Value = tenant.Value }, new() { Value = throughPosition } } },
            },
            Timeout = (int)Patience.TotalSeconds,
        };
        await using var reader = await InTimeAsync(command.ExecuteReaderAsync(bound.Token)).ConfigureAwait(false);
        while (await InTimeAsync(reader.ReadAsync(bound.Token)).ConfigureAwait(false))
            yield return new PlacedLabel(reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2));
    }

    private static async Task<T> InTimeAsync<T>(Task<T> reading)
    {
        try
        {
            return await reading.ConfigureAwait(false);
        }
        catch (Exception e) when (PostgresFault.IsUnavailable(e))
        {
            throw PostgresFault.Unavailable(e);
        }
    }
}
