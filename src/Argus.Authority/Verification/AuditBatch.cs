using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Domain.Users;
using Argus.Log;

namespace Argus.Authority.Verification;

/// <summary>One tenant's records of one flush.</summary>
internal sealed class AuditBatch
{
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
    public async ValueTask<IReadOnlyList<Append>> ToAppendsAsync(TenantId tenant, AuditSeals seals, DateTimeOffset now)
    {
        var appends = new List<Append>();
        foreach (var @event in VerificationEvents())
            appends.Add(await seals.NewStreamAsync("verification", tenant, @event, now).ConfigureAwait(false));
        foreach (var part in _clients.Parts())
        {
            var refused = await seals.SourcesAsync(
                tenant, part, _ => null, (counted, source) => new RefusedAuthentications(counted.Who, counted.Reason, source, counted.Times)).ConfigureAwait(false);
            appends.Add(await seals.NewStreamAsync("refusal", tenant, new ClientAuthenticationsRefused(refused), now).ConfigureAwait(false));
        }

        foreach (var part in _signIns.Parts())
        {
            var refused = await seals.SourcesAsync(
                tenant, part, user => user, (counted, source) => new RefusedSignIns(counted.Reason, source, counted.Who, counted.Times)).ConfigureAwait(false);
            appends.Add(await seals.NewStreamAsync("refusal", tenant, new UserSignInsRefused(refused), now).ConfigureAwait(false));
        }

        return appends;
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
}
