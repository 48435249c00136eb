using Argus.ResourceServer.Calling.Cache;

namespace Argus.ResourceServer.Calling.Issuer;

/// <summary>
/// What all tokens of one issuer have in common: whether it answers. After it did not, nobody asks until the wait is over, and then one asks for all: a
/// thousand tokens that fall due together do not meet an issuer that has just come back.
/// </summary>
internal sealed class Outage(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Backoff _backoff = new(clock);
    private TaskCompletionSource? _probe;

    /// <returns>Why not to ask; null to ask, and then to <see cref="Leave"/>.</returns>
    public async ValueTask<TokenFailure?> EnterAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task probe;
            lock (_gate)
            {
                if (!_backoff.HasFailed)
                    return null;
                if (_backoff.Waiting() is { } failure)
                    return failure;
                if (_probe is null)
                {
                    _probe = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    return null;
                }

                probe = _probe.Task;
            }

            await probe.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <param name="outcome">What came of it; a refusal is an answer too.</param>
    /// <returns>The same, with the wait that follows from it.</returns>
    public TokenOutcome Leave(TokenOutcome outcome)
    {
        lock (_gate)
        {
            if (outcome.Failure is not { IsOfIssuer: true } failure)
                _backoff.Clear();
            else
                outcome = _backoff.Waiting() ?? _backoff.Failed(failure);
            _probe?.SetResult();
            _probe = null;
            return outcome;
        }
    }
}
