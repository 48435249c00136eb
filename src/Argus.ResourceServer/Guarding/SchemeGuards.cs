using System.Collections.Concurrent;
using Argus.ResourceServer.Keys;
using Argus.ResourceServer.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Argus.ResourceServer.Guarding;

/// <summary>The guards of all schemes, for as long as the API runs. They begin to fetch when the API starts; it does not wait for that.</summary>
/// <param name="factory">Makes them.</param>
/// <param name="options">Of each scheme.</param>
/// <param name="schemes">Those that were added by name.</param>
/// <param name="observer">Is told of defects.</param>
internal sealed class SchemeGuards(GuardFactory factory, IOptionsMonitor<ArgusOptions> options, IEnumerable<AddedScheme> schemes, Observer observer) : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan AfterDefect = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Lazy<Running>> _running = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopped = new();

    public SchemeGuard Of(string scheme) => _running.GetOrAdd(scheme, name => new Lazy<Running>(() => Run(name))).Value.Guard;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var scheme in schemes)
            _ = Of(scheme.Name);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopped.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running.Values.Select(each => each.Value.Work)).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopped.IsCancellationRequested) await StopAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (var disposable in _running.Values.SelectMany(each => each.Value.Guard.Kept).OfType<IDisposable>())
            disposable.Dispose();
        _stopped.Dispose();
    }

    private Running Run(string scheme)
    {
        var guard = factory.Make(options.Get(scheme));
        return new Running(guard, Task.WhenAll(guard.Kept.Select(kept => Task.Run(() => KeepAsync(kept)))));
    }

    /// <summary>What is kept ends with the API only. A defect in it is told, and it begins again: without it every request would be 503 for good.</summary>
    private async Task KeepAsync(IKeptCurrent kept)
    {
        while (!_stopped.IsCancellationRequested)
        {
            try
            {
                await kept.KeepAsync(_stopped.Token).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (!_stopped.IsCancellationRequested)
            {
                GuardLog.KeepingFailed(observer.Logger, e, kept.GetType().Name);
                await Task.Delay(AfterDefect, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private sealed record Running(SchemeGuard Guard, Task Work);
}

/// <summary>A scheme that was added.</summary>
internal sealed record AddedScheme(string Name);
