namespace Argus.Authority.Clients;

/// <summary>
/// One at a time, and everybody in turn: whoever waits in a long row of their own does not make others wait longer than for one of it. A row has a bound, and
/// a tighter one for what is of one kind (from one source, at one account), so that no single kind fills it.
/// </summary>
internal sealed class FairTurns(int longestRow, int mostOfKind)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<(string? Kind, TaskCompletionSource Turn)>> _rows = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private bool _taken;

    /// <summary>Waits in the row of this name.</summary>
    /// <returns>False at once if the row is full, or has enough of this kind. After true, <see cref="Leave"/> must follow.</returns>
    public async ValueTask<bool> TryEnterAsync(string name, string? kind)
    {
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (!_taken)
            {
                _taken = true;
                return true;
            }

            if (!_rows.TryGetValue(name, out var row))
            {
                _rows[name] = row = new();
                _order.Enqueue(name);
            }

            if (row.Count >= longestRow || row.Count(waiting => waiting.Kind == kind) >= mostOfKind)
                return false;
            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            row.Enqueue((kind, turn));
        }

        await turn.Task.ConfigureAwait(false);
        return true;
    }

    /// <summary>Lets the first of the next row have its turn.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (!_order.TryDequeue(out var name))
            {
                _taken = false;
                return;
            }

            var row = _rows[name];
            row.Dequeue().Turn.SetResult();
            if (row.Count > 0)
                _order.Enqueue(name);
            else
                _rows.Remove(name);
        }
    }
}
