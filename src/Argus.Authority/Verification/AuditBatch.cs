using Argus.Authority.Grains;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Domain.Users;
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

    private readonly Dictionary<(ClientId Caller, string Outcome), Dictionary<string, int>> _verified = [];
    private readonly RefusalCounts<string> _clients = new();
    private readonly RefusalCounts<SubjectId?> _signIns = new();

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
    public bool ClientRefused(string? client, string reason, string? source) => _clients.Add(client, reason, source);

    /// <returns>Whether it takes more room than before.</returns>
    public bool SignInRefused(SubjectId? user, string reason, string? source) => _signIns.Add(user, reason, source);

    /// <summary>Each with a stream of its own, so that a repeated try is recognised.</summary>
    public IEnumerable<Append> ToAppends(TenantId tenant, DateTimeOffset now)
    {
        foreach (var @event in VerificationEvents())
            yield return NewStream("verification", tenant, @event, now);
        foreach (var refused in _clients.Parts((client, reason, source, times) => new RefusedAuthentications(client, reason, source, times)))
            yield return NewStream("refusal", tenant, new ClientAuthenticationsRefused(refused), now);
        foreach (var refused in _signIns.Parts((user, reason, source, times) => new RefusedSignIns(reason, source, user, times)))
            yield return NewStream("refusal", tenant, new UserSignInsRefused(refused), now);
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
