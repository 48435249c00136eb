using System.Diagnostics.Metrics;
using Argus.ResourceServer.Migration;
using Argus.ResourceServer.Telemetry;

namespace Argus.ResourceServer;

/// <summary>
/// How far a migration has come: who still came with a legacy token since this process started, and when last. Also in the meter <c>Argus.ResourceServer</c>, as
/// <c>argus.migration.tokens</c>.
/// </summary>
public sealed class ArgusMigration
{
    private const int MostNames = 200;
    private const int LongestName = 128;
    private const string Other = "other";

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Issuer, string Client), LegacyUse> _uses = [];
    private readonly TimeProvider _clock;
    private readonly Counter<long> _tokens;
    private long _refused;
    private long _refusedAfterEnd;

    internal ArgusMigration(TimeProvider clock, IMeterFactory meters)
    {
        _clock = clock;
        _tokens = meters.Create(GuardMeter.Name).CreateCounter<long>("argus.migration.tokens", "{request}", "Requests with a legacy token, by what became of them, issuer and client.");
        Since = clock.GetUtcNow();
    }

    /// <summary>Since when is counted.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>Requests whose token the application's verifier refused, or that lacked a scope.</summary>
    public long RefusedCount => Interlocked.Read(ref _refused);

    /// <summary>Requests with a legacy token that came when its time was over.</summary>
    public long RefusedAfterEndCount => Interlocked.Read(ref _refusedAfterEnd);

    /// <summary>
    /// Who came with a legacy token that was good, the most recent first. Issuers and clients have the names that the application's verifier gave them; beyond 200
    /// pairs of them, all others are one, called <c>other</c>. Empty when nobody did.
    /// </summary>
    public IReadOnlyList<LegacyUse> Uses()
    {
        lock (_gate)
            return [.. _uses.Values.OrderByDescending(use => use.LastSeen)];
    }

    internal void Seen(string issuer, string client)
    {
        var now = _clock.GetUtcNow();
        var name = (issuer, client);
        lock (_gate)
        {
            if (issuer.Length > LongestName || client.Length > LongestName || (!_uses.ContainsKey(name) && _uses.Count >= MostNames))
                name = (Other, Other);
            _uses[name] = _uses.TryGetValue(name, out var use)
                ? use with { Count = use.Count + 1, LastSeen = now }
                : new LegacyUse(name.issuer, name.client, 1, now, now);
        }

        _tokens.Add(1, new("outcome", LegacyReason.Accepted), new("issuer", name.issuer), new("client", name.client));
    }

    internal void Refused(string reason)
    {
        Interlocked.Increment(ref reason == LegacyReason.Refused ? ref _refusedAfterEnd : ref _refused);
        _tokens.Add(1, new KeyValuePair<string, object?>("outcome", reason));
    }
}

/// <summary>Use of legacy tokens of one issuer by one client.</summary>
/// <param name="Issuer">By the application's name for it.</param>
/// <param name="Client">By the application's name for it.</param>
/// <param name="Count">Requests since <see cref="ArgusMigration.Since"/>.</param>
/// <param name="FirstSeen">The first of them.</param>
/// <param name="LastSeen">The last of them.</param>
public sealed record LegacyUse(string Issuer, string Client, long Count, DateTimeOffset FirstSeen, DateTimeOffset LastSeen);
