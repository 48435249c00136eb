using System.Threading.Channels;
using Argus.Log;
using Npgsql;

namespace Argus.Postgres.Log;

/// <summary>
/// Group commit: one loop takes whatever waits and commits it together, on one connection. It never lingers for more; the next batch forms while a commit is
/// in flight.
/// </summary>
internal sealed class AppendLoop : IAsyncDisposable
{
    private const int MostAppends = 256;
    private const int MostWaiting = 8 * 1024;

    private readonly NpgsqlDataSource _database;
    private readonly TimeSpan _timeout;
    private readonly Channel<PendingAppend> _waiting = Channel.CreateBounded<PendingAppend>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private readonly Task _loop;
    private LogIds _logIds = new();
    private NpgsqlConnection? _connection;

    public AppendLoop(NpgsqlDataSource database, TimeSpan timeout)
    {
        _database = database;
        _timeout = timeout;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Told of each log that has grown, and of its size, when that is durable.</summary>
    public Action<string, long>? Grown { get; set; }

    /// <summary>Whether appends are still taken; if not, a defect ended the loop.</summary>
    public bool IsRunning => !_loop.IsCompleted;

    /// <exception cref="LogUnavailableException">Not durable in time. What was under way may still become so.</exception>
    public async ValueTask<AppendResult> AppendAsync(Append append, CancellationToken cancellation)
    {
        var pending = new PendingAppend(append);
        if (!_waiting.Writer.TryWrite(pending))
            throw new LogUnavailableException($"The log is closing, or {MostWaiting} appends wait for it already.");
        try
        {
            return await pending.Result.WaitAsync(_timeout, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            pending.GiveUp();
            throw new LogUnavailableException("The log did not take the event in time.", e);
        }
        catch (OperationCanceledException)
        {
            pending.GiveUp();
            throw;
        }
    }

    /// <summary>Commits what has been accepted, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        await DropConnectionAsync().ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var batch = new List<PendingAppend>(MostAppends);
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < MostAppends && _waiting.Reader.TryRead(out var pending))
            {
                if (pending.TryTake())
                    batch.Add(pending);
            }

            if (batch.Count > 0)
                await CommitAsync(batch).ConfigureAwait(false);
        }
    }

    private async Task CommitAsync(List<PendingAppend> batch)
    {
        try
        {
            await CommitTogetherAsync(batch).ConfigureAwait(false);
        }
        catch (Exception e) when (PostgresFault.IsBadData(e) && batch.Count > 1)
        {
            // One of them is at fault: alone, it cannot harm its neighbours.
            foreach (var pending in batch)
                await CommitAsync([pending]).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var fault = PostgresFault.IsUnavailable(e) ? PostgresFault.Unavailable(e) : e;
            foreach (var pending in batch)
                pending.Fail(fault);
            await DropConnectionAsync().ConfigureAwait(false);
        }
    }

    private async Task CommitTogetherAsync(List<PendingAppend> batch)
    {
        var isOld = _connection is not null;
        _connection ??= await _database.OpenConnectionAsync().ConfigureAwait(false);
        var transaction = new AppendTransaction(_connection, _logIds, batch);
        try
        {
            await transaction.CommitAsync(readAllVersions: false).ConfigureAwait(false);
            transaction.Tell(Grown);
        }
        catch (Exception e) when (PostgresFault.IsVersionConflict(e))
        {
            // A stream that was thought new exists. Reading all versions under the lock tells which, and leaves the others whole.
            await transaction.CommitAsync(readAllVersions: true).ConfigureAwait(false);
            transaction.Tell(Grown);
        }
        catch (Exception e) when (isOld && !transaction.HasWritten && PostgresFault.IsBrokenConnection(e))
        {
            // PostgreSQL went away and perhaps came back while nobody appended: that is no reason to refuse who comes first afterwards.
            await DropConnectionAsync().ConfigureAwait(false);
            await CommitTogetherAsync(batch).ConfigureAwait(false);
        }
    }

    private async Task DropConnectionAsync()
    {
        if (_connection is { } connection)
        {
            // What stands behind the next connection may be another database, restored in the meantime.
            _connection = null;
            _logIds = new();
            try
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (PostgresFault.IsUnavailable(e))
            {
                // It was broken; that is why it is dropped.
            }
        }
    }
}
