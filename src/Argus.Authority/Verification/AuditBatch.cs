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

    // An event's data stays near 32 KiB: a token takes its identifier of at most 64 characters and some digits.
    private const int MostTokensInEvent = 400;
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
        var room = MostTokensInEvent;
        foreach (var ((caller, outcome), tokens) in _verified)
        {
            foreach (var chunk in tokens.Chunk(MostTokensInEvent))
            {
                if (chunk.Length > room)
                {
                    yield return new VerificationsRecorded([.. groups]);
                    groups.Clear();
                    room = MostTokensInEvent;
                }

                groups.Add(new Verifications(caller, outcome, new SortedDictionary<string, int>(chunk.ToDictionary(), StringComparer.Ordinal)));
                room -= chunk.Length;
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
