using Argus.Authority.Grains;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Log;

namespace Argus.Authority.Verification;

/// <summary>One tenant's records of one flush.</summary>
internal sealed class AuditBatch
{
    private const string Actor = "node:audit";

    // An event's data stays below 32 KiB. A token takes its identifier and some digits, a group its caller and outcome.
    private const int MostBytesInEvent = 30_000;
    private const int BytesOfToken = 72;
    private const int BytesOfGroup = 250;
    private const int MostRefusalsInEvent = 100;

    // Names come from outside: however many they invent, the rest is counted under one.
    private const int MostRefusalKinds = 1_000;

    private readonly Dictionary<(ClientId Caller, string Outcome), Dictionary<string, int>> _verified = [];
    private readonly Dictionary<(string? Client, string Reason, string? Source), int> _refused = [];

    /// <returns>Whether it takes more room than before.</returns>
    public bool Verified(ClientId caller, string outcome, string token)
    {
        if (!_verified.TryGetValue((caller, outcome), out var tokens))
            _verified[(caller, outcome)] = tokens = new(StringComparer.Ordinal);
        var times = tokens.GetValueOrDefault(token);
        tokens[token] = times + 1;
        return times == 0;
    }

    /// <returns>Whether it takes more room than before.</returns>
    public bool Refused(string? client, string reason, string? source)
    {
        var kind = (client, reason, source);
        if (_refused.Count >= MostRefusalKinds && !_refused.ContainsKey(kind))
            kind = (null, reason, null);
        var times = _refused.GetValueOrDefault(kind);
        _refused[kind] = times + 1;
        return times == 0;
    }

    /// <summary>Each with a stream of its own, so that a repeated try is recognised.</summary>
    public IEnumerable<Append> ToAppends(TenantId tenant, DateTimeOffset now)
    {
        foreach (var @event in VerificationEvents())
            yield return NewStream("verification", tenant, @event, now);
        foreach (var refused in _refused.Chunk(MostRefusalsInEvent))
        {
            var counted = refused.Select(entry => new RefusedAuthentications(entry.Key.Client, entry.Key.Reason, entry.Key.Source, entry.Value)).ToArray();
            yield return NewStream("refusal", tenant, new ClientAuthenticationsRefused(counted), now);
        }
    }

    private IEnumerable<VerificationsRecorded> VerificationEvents()
    {
        var groups = new List<Verifications>();
        var bytes = 0;
        foreach (var ((caller, outcome), tokens) in _verified)
        {
            foreach (var chunk in tokens.Chunk((MostBytesInEvent - BytesOfGroup) / BytesOfToken))
            {
                var needed = BytesOfGroup + (BytesOfToken * chunk.Length);
                if (bytes + needed > MostBytesInEvent)
                {
                    yield return new VerificationsRecorded([.. groups]);
                    groups.Clear();
                    bytes = 0;
                }

                groups.Add(new Verifications(caller, outcome, new SortedDictionary<string, int>(chunk.ToDictionary(), StringComparer.Ordinal)));
                bytes += needed;
            }
        }

        if (groups.Count > 0)
            yield return new VerificationsRecorded([.. groups]);
    }

    private static Append NewStream(string kind, TenantId tenant, IDomainEvent @event, DateTimeOffset now)
    {
        var id = Jti.From(Guid.CreateVersion7(now)).Value;
        return new Append(tenant.Value, new StreamAppend($"{kind}:{id}", 0, [Entries.Of(@event, new Origin(Actor, id))]));
    }
}
