using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Argus.ResourceServer.Guarding;

/// <summary>The guards of all schemes, for as long as the API runs. They begin to fetch when the API starts; it does not wait for that.</summary>
/// <param name="factory">Makes them.</param>
/// <param name="options">Of each scheme.</param>
/// <param name="schemes">Those that were added by name.</param>
internal sealed class SchemeGuards(GuardFactory factory, IOptionsMonitor<ArgusOptions> options, IEnumerable<AddedScheme> schemes) : IHostedService, IAsyncDisposable
{
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
        return new Running(guard, Task.WhenAll(guard.Kept.Select(kept => Task.Run(() => kept.KeepAsync(_stopped.Token)))));
    }

    private sealed record Running(SchemeGuard Guard, Task Work);
}

/// <summary>A scheme that was added.</summary>
internal sealed record AddedScheme(string Name);
