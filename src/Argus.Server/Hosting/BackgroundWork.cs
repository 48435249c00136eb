namespace Argus.Server.Hosting;

/// <summary>
/// What a node does besides answering requests: all of it, or the node ends. One that went on issuing while nobody rotates its keys or writes its records would be
/// worse than one that is started again.
/// </summary>
/// <param name="lifetime">Of the node; stopped when a work ends by an error.</param>
/// <param name="logger">Told which work that was.</param>
internal sealed partial class BackgroundWork(IHostApplicationLifetime lifetime, ILogger logger) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _works = [];

    /// <summary>Cancelled when the node stops.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Begins each of these; they go on until cancelled, and keep what they expect to go wrong to themselves.</summary>
    public void Begin(params ReadOnlySpan<Func<CancellationToken, Task>> works)
    {
        foreach (var work in works)
            _works.Add(RunAsync(work));
    }

    /// <summary>Cancels all, and waits for them. Whatever ended one of them before is thrown here.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_works).ConfigureAwait(false);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_stopping.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogEnded(logger, e, work.Target?.GetType().Name);
            lifetime.StopApplication();
            throw;
        }
    }

    [LoggerMessage(EventId = 211, Level = LogLevel.Critical, Message = "A defect ended {Work}; the node stops, for it would go on without")]
    private static partial void LogEnded(ILogger logger, Exception defect, string? work);
}
