using Argus.IntegrationTests.Http.Driving;
using Argus.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Argus.IntegrationTests.Http;

public sealed class What_a_node_does_in_the_background : IAsyncDisposable
{
    private readonly WebApplication _app = WebApplication.CreateSlimBuilder().Build();
    private readonly CapturedLog _log = new();
    private readonly BackgroundWork _background;

    public What_a_node_does_in_the_background() => _background = new BackgroundWork(_app.Lifetime, _log.CreateLogger("background"));

    [Fact]
    public async Task goes_on_until_the_node_stops()
    {
        var work = new Work();
        _background.Begin(work.RunAsync);
        Assert.False(work.IsOver);

        await _background.StopAsync();

        Assert.True(work.IsOver);
        Assert.False(_app.Lifetime.ApplicationStopping.IsCancellationRequested);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task ends_the_node_when_a_part_of_it_ends_by_an_error()
    {
        var other = new Work();
        _background.Begin(other.RunAsync, new Work("It broke.").RunAsync);

        Assert.True(_app.Lifetime.ApplicationStopping.IsCancellationRequested);
        Assert.Contains("Critical background[211] A defect ended Work;", Assert.Single(_log.Lines), StringComparison.Ordinal);
        Assert.False(other.IsOver);

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(_background.StopAsync);
        Assert.Equal("It broke.", thrown.Message);
        Assert.True(other.IsOver);
    }

    public ValueTask DisposeAsync()
    {
        _background.Dispose();
        return _app.DisposeAsync();
    }

    /// <param name="fault">What it breaks with at once; without one it goes on until cancelled.</param>
    private sealed class Work(string? fault = null)
    {
        public bool IsOver { get; private set; }

        public async Task RunAsync(CancellationToken cancellation)
        {
            if (fault is not null)
                throw new InvalidOperationException(fault);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            }
            catch (OperationCanceledException)
            {
                IsOver = true;
            }
        }
    }
}
