using System.Diagnostics.Metrics;
using Argus.ResourceServer.Telemetry;

namespace Argus.ResourceServer.Calling;

/// <summary>What the cache of tokens does, in the meter <c>Argus.ResourceServer</c>. The audiences are the service's own, and the errors a closed list.</summary>
internal sealed class TokenClientMetrics
{
    private readonly Counter<long> _hits;
    private readonly Counter<long> _misses;
    private readonly Counter<long> _refreshes;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _ages;

    public TokenClientMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(GuardMeter.Name);
        _hits = meter.CreateCounter<long>("argus.token_client.hits", "{call}", "Calls for which the token was there.");
        _misses = meter.CreateCounter<long>("argus.token_client.misses", "{call}", "Calls that waited for a token, or went without.");
        _refreshes = meter.CreateCounter<long>("argus.token_client.refreshes", "{token}", "Tokens that were fetched.");
        _failures = meter.CreateCounter<long>("argus.token_client.failures", "{attempt}", "Attempts to fetch a token that failed.");
        _ages = meter.CreateHistogram<double>("argus.token_client.age", "s", "How old the token was that was there.");
    }

    public void Hit(string audience, TimeSpan age)
    {
        _hits.Add(1, Audience(audience));
        _ages.Record(age.TotalSeconds, Audience(audience));
    }

    public void Miss(string audience) => _misses.Add(1, Audience(audience));

    /// <param name="error">Why it failed; null when it did not.</param>
    public void Fetched(string audience, string? error)
    {
        if (error is null)
            _refreshes.Add(1, Audience(audience));
        else
            _failures.Add(1, Audience(audience), new("argus.error", error));
    }

    private static KeyValuePair<string, object?> Audience(string audience) => new("argus.audience", audience);
}
