using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Argus.ResourceServer;
using Argus.Specs.ResourceServers.Calling.Driving;

namespace Argus.Specs.ResourceServers.Calling;

public class What_a_calling_service_counts
{
    [Fact]
    public async Task are_hits_misses_refreshes_failures_and_ages_by_audience()
    {
        await using var service = new CallingService();
        var counted = new ConcurrentBag<(string Name, double Value, string Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                // Of this service, not of those of other specs.
                if (instrument.Meter.Scope == service.Meters && instrument.Name.StartsWith("argus.token_client.", StringComparison.Ordinal))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => counted.Add((instrument.Name[19..], value, Text(tags))));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => counted.Add((instrument.Name[19..], value, Text(tags))));
        listener.Start();

        await service.CallAsync();
        service.Clock.Advance(TimeSpan.FromSeconds(100));
        await service.CallAsync();
        service.Issuer.Answer = _ => StandInIssuer.Error("request-text-that-is-no-code");
        await Assert.ThrowsAsync<ArgusTokenException>(() => service.CallAsync("stock"));

        Assert.Equal(
            [
                ("age", 100, "argus.audience=https://orders.example"),
                ("failures", 1, "argus.audience=https://stock.example argus.error=unknown_error"),
                ("hits", 1, "argus.audience=https://orders.example"),
                ("misses", 1, "argus.audience=https://orders.example"),
                ("misses", 1, "argus.audience=https://stock.example"),
                ("refreshes", 1, "argus.audience=https://orders.example"),
            ],
            counted.Order());
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Order());
}
