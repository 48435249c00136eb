using Argus.Domain.Kernel;
using Argus.Domain.Tenants;
using Argus.Log;
using Microsoft.Extensions.Logging;

namespace Argus.Authority.Verification;

/// <summary>
/// Records what is too frequent for an event each: introspections, failed client authentications and failed sign-ins. They are counted in memory and written as one event per
/// tenant and flush (more when it would not fit). While the log is away they wait here, up to a bound; beyond it nothing is answered that cannot be recorded.
/// </summary>
public sealed partial class AuditRecorder(IEventLog log, AuditSeals seals, TimeProvider clock, ILogger<AuditRecorder> logger)
{
    private const int MostPending = 400_000;
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _flushing = new(1);
    private readonly Queue<(TenantId Tenant, AuditBatch Batch)> _unsealed = new();
    private readonly Queue<Append> _unsent = new();
    private Dictionary<TenantId, AuditBatch> _batches = [];
    private int _pending;

    /// <summary>Counts an introspection.</summary>
    /// <param name="tenant">Whose token, and its settings.</param>
    /// <param name="policy">Says whether the answer has to wait for the record.</param>
    /// <param name="caller">Who asked.</param>
    /// <param name="outcome"><c>active</c>, or why not.</param>
    /// <param name="token">The token's <c>jti</c>, or what stands for one that has none.</param>
    /// <exception cref="LogUnavailableException">Too much waits already; the question must not be answered.</exception>
    public Task VerifiedAsync(TenantId tenant, TenantPolicy policy, ClientId caller, string outcome, string token)
    {
        lock (_gate)
        {
            Count(BatchOf(tenant).Verified(caller, outcome, token));
            if (policy.VerificationAudit != VerificationAudit.Durable)
                return Task.CompletedTask;
        }

        return FlushAsync();
    }

    /// <summary>Counts a failed client authentication.</summary>
    public void AuthenticationRefused(TenantId tenant, string? client, string reason, string? source)
    {
        lock (_gate)
            Count(BatchOf(tenant).ClientRefused(client, reason, source));
    }

    /// <summary>Counts a failed sign-in.</summary>
    public void SignInRefused(TenantId tenant, SubjectId? user, string reason, string? source)
    {
        lock (_gate)
            Count(BatchOf(tenant).SignInRefused(user, reason, source));
    }

    /// <summary>Flushes every second until cancelled, and then once more.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await Rounds.EveryAsync(FlushInterval, clock, _ => TryFlushAsync(), cancellation).ConfigureAwait(false);
        await TryFlushAsync().ConfigureAwait(false);
    }

    /// <summary>Makes everything counted so far durable.</summary>
    /// <exception cref="LogUnavailableException">It is not; it will be tried again.</exception>
    public async Task FlushAsync()
    {
        await _flushing.WaitAsync().ConfigureAwait(false);
        try
        {
            var (batches, taken) = TakeBatches();
            foreach (var (tenant, batch) in batches)
                _unsealed.Enqueue((tenant, batch));

            // A batch that cannot be sealed, for the store of keys is away, stays whole.
            while (_unsealed.TryPeek(out var next))
            {
                foreach (var append in await next.Batch.ToAppendsAsync(next.Tenant, seals, clock.GetUtcNow()).ConfigureAwait(false))
                    _unsent.Enqueue(append);
                _unsealed.Dequeue();
            }

            // A conflict says that an earlier try did reach the log: the stream's name is this append's own.
            while (_unsent.TryPeek(out var append))
            {
                await log.AppendAsync(append, CancellationToken.None).ConfigureAwait(false);
                _unsent.Dequeue();
            }

            lock (_gate)
                _pending -= taken;
        }
        finally
        {
            _flushing.Release();
        }
    }

    private async Task TryFlushAsync()
    {
        try
        {
            await FlushAsync().ConfigureAwait(false);
        }
        catch (LogUnavailableException e)
        {
            LogWaiting(logger, e.Message, Volatile.Read(ref _pending));
        }
        catch (Exception e)
        {
            // A defect. What waits stays, so that the bound is reached and answers stop, rather than go on unrecorded.
            LogBroken(logger, e);
        }
    }

    /// <returns>What was counted since the last flush, and how much waits with it: also what earlier flushes could not write.</returns>
    private (Dictionary<TenantId, AuditBatch> Batches, int Pending) TakeBatches()
    {
        lock (_gate)
        {
            var batches = _batches;
            _batches = [];
            return (batches, _pending);
        }
    }

    private AuditBatch BatchOf(TenantId tenant)
    {
        if (_pending >= MostPending)
            throw new LogUnavailableException("The log has not taken the audit records for too long.");
        if (!_batches.TryGetValue(tenant, out var batch))
            _batches[tenant] = batch = new AuditBatch();
        return batch;
    }

    private void Count(bool isNew) => _pending += isNew ? 1 : 0;

    [LoggerMessage(EventId = 111, Level = LogLevel.Critical, Message = "Audit records cannot be written")]
    private static partial void LogBroken(ILogger logger, Exception why);

    [LoggerMessage(EventId = 110, Level = LogLevel.Warning, Message = "Audit records wait for the log: {Why} About {Pending} are pending")]
    private static partial void LogWaiting(ILogger logger, string why, int pending);
}
