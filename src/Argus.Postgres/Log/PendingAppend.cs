using Argus.Log;

namespace Argus.Postgres.Log;

/// <summary>An append waiting for its turn, and then for its commit.</summary>
internal sealed class PendingAppend(Append append)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int GivenUp = 2;

    private readonly TaskCompletionSource<AppendResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _turn = Waiting;

    public Append Append => append;

    public Task<AppendResult> Result => _done.Task;

    /// <summary>Takes it into a batch. False if its caller has given up before: then it must not be written.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _turn, Taken, Waiting) == Waiting;

    /// <summary>Gives it up, if it is not under way yet.</summary>
    public void GiveUp() => Interlocked.CompareExchange(ref _turn, GivenUp, Waiting);

    public void Complete(AppendResult result) => _done.TrySetResult(result);

    public void Fail(Exception why) => _done.TrySetException(why);
}
