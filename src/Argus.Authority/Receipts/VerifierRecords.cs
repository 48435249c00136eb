using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Verifiers;
using Argus.Log;

namespace Argus.Authority.Receipts;

/// <summary>The verifiers of a tenant that were heard lately.</summary>
public sealed class VerifierRecords(IEventLog log, VerifierGrains verifiers)
{
    public const int Most = 10_000;

    private const int PageSize = 500;

    /// <summary>The store's clock puts entries in order, a node's clock says when a verifier was heard: so far they may be apart.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(5);

    /// <summary>In the order of their names.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="since">When they were last heard, at the earliest.</param>
    /// <param name="most">How many are read: a resource server may make up as many as it likes. Beyond that the latest count.</param>
    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<IReadOnlyList<VerifierRecord>> SinceAsync(TenantView tenant, DateTimeOffset since, int most = Most)
    {
        var records = new List<VerifierRecord>();
        foreach (var stream in await StreamsSinceAsync(tenant.Id, since, most).ConfigureAwait(false))
        {
            if (!VerifierState.TryName(stream, out var client, out var verifier))
                throw new UnreadableEventException($"Stream {stream} bears the label of a verifier.");
            var state = await verifiers.ReadAsync(tenant.Id, stream).ConfigureAwait(false);
            if (state.At >= since.ToUnixTimeSeconds())
                records.Add(new VerifierRecord(client, verifier, state));
        }

        return records;
    }

    private async ValueTask<SortedSet<string>> StreamsSinceAsync(TenantId tenant, DateTimeOffset since, int most)
    {
        var first = await log.PositionAtAsync(tenant.Value, since - VerifierState.LabelInterval - ClockSlack, CancellationToken.None).ConfigureAwait(false);
        var streams = new SortedSet<string>(StringComparer.Ordinal);
        for (long? before = null; ;)
        {
            var page = await log.FindStreamsAsync(tenant.Value, VerifierLabels.All, before, PageSize, CancellationToken.None).ConfigureAwait(false);
            foreach (var labelled in page.Where(labelled => labelled.Position >= first))
                streams.Add(labelled.Stream);
            if (page.Count < PageSize || page[^1].Position < first || streams.Count >= most)
                return streams;
            before = page[^1].Position;
        }
    }
}

/// <summary>A verifier as the log has it.</summary>
/// <param name="Client">The resource server.</param>
/// <param name="Verifier">Its process.</param>
/// <param name="State">What it last told.</param>
public sealed record VerifierRecord(ClientId Client, VerifierId Verifier, VerifierState State);
