using System.Diagnostics.Metrics;
using Argus.ResourceServer.Keys;

namespace Argus.ResourceServer.Telemetry;

/// <summary>
/// What can be counted of a resource server. Tags are the issuers of the configuration and of the trust bundle, and the <see cref="ReasonCode"/>s: never text of
/// a request, which could be a different one each time.
/// </summary>
internal sealed class GuardMeter : IDisposable
{
    public const string Name = "Argus.ResourceServer";
    public const string NoIssuer = "none";

    private readonly Meter _meter;
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _remembered;
    private readonly Counter<long> _keyLookups;
    private readonly Counter<long> _documents;

    public GuardMeter(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _decisions = _meter.CreateCounter<long>("argus.rs.decisions", "{request}", "Requests, by reason and issuer.");
        _remembered = _meter.CreateCounter<long>("argus.rs.tokens", "{token}", "Presented tokens of trusted issuers, by whether the signature had been verified before.");
        _keyLookups = _meter.CreateCounter<long>("argus.rs.keys.lookups", "{lookup}", "Keys asked for by kid, by whether they were known.");
        _documents = _meter.CreateCounter<long>("argus.rs.documents", "{fetch}", "Documents fetched from issuers, by kind and outcome.");
    }

    public void Decided(string? issuer, string reason) =>
        _decisions.Add(1, new KeyValuePair<string, object?>("reason", reason), new KeyValuePair<string, object?>("issuer", issuer ?? NoIssuer));

    public void Presented(bool wasRemembered) => _remembered.Add(1, new KeyValuePair<string, object?>("result", wasRemembered ? "hit" : "miss"));

    public void KeyAsked(string issuer, bool wasKnown) =>
        _keyLookups.Add(1, new KeyValuePair<string, object?>("issuer", issuer), new KeyValuePair<string, object?>("result", wasKnown ? "hit" : "miss"));

    /// <param name="kind"><c>keys</c>, <c>bundle</c>, or of the revocation feed <c>snapshot</c> or <c>delta</c>.</param>
    /// <param name="issuer">Whose.</param>
    /// <param name="outcome"><c>ok</c>, or the word of <see cref="Fetched.Fault"/>.</param>
    public void DocumentFetched(string kind, string issuer, string outcome) => _documents.Add(
        1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("issuer", issuer), new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Has ages in seconds asked for when somebody reads the meter; what has no age yet is left out.</summary>
    /// <param name="name">Of the instrument.</param>
    /// <param name="about">What it tells.</param>
    /// <param name="ages">By issuer.</param>
    public void ObserveAges(string name, string about, Func<IEnumerable<(string Issuer, TimeSpan? Age)>> ages) => _meter.CreateObservableGauge(
        name,
        () => ages().Where(each => each.Age is not null)
            .Select(each => new Measurement<double>(each.Age!.Value.TotalSeconds, new KeyValuePair<string, object?>("issuer", each.Issuer))),
        "s",
        about);

    /// <summary>Has numbers asked for when somebody reads the meter.</summary>
    /// <param name="name">Of the instrument.</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="about">What it tells.</param>
    /// <param name="numbers">By issuer.</param>
    public void ObserveNumbers(string name, string unit, string about, Func<IEnumerable<(string Issuer, long Number)>> numbers) => _meter.CreateObservableGauge(
        name, () => numbers().Select(each => new Measurement<long>(each.Number, new KeyValuePair<string, object?>("issuer", each.Issuer))), unit, about);

    public void Dispose() => _meter.Dispose();
}
