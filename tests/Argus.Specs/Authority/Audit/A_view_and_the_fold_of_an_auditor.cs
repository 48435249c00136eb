using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Families;
using Argus.Domain.IdentityProviders;
using Argus.Domain.Kernel;
using Argus.Domain.Keys;
using Argus.Domain.LogKeys;
using Argus.Domain.Logouts;
using Argus.Domain.Peers;
using Argus.Domain.Projections;
using Argus.Domain.Resources;
using Argus.Domain.SpiffeTrustDomains;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Domain.Users;
using Argus.Specs.Domain;
using Argus.Specs.Jose;
using Argus.Specs.Jose.ClientProofs;

namespace Argus.Specs.Authority.Audit;

/// <summary>
/// A node and an auditor fold the standing entries each for itself, so that neither's mistake is the other's. Whoever adds an event to one is told here that the other
/// lacks it.
/// </summary>
public sealed class A_view_and_the_fold_of_an_auditor : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What no projection shows: personal data.</summary>
    private static readonly string[] Unseen = ["user.claims_changed", "user.password_set"];

    private readonly ProofForge _forge = new();
    private readonly TenantProjections _fold = new();
    private readonly TenantView _view = new(Samples.Acme);

    [Fact]
    public void show_the_same_after_each_standing_event()
    {
        var unseen = new List<string>();
        var before = Digests(_fold);
        foreach (var recorded in Standing().Select((@event, i) => Recorded(@event, i, StreamOf(@event))))
        {
            var name = EventCatalog.Of(recorded.Event).Name;
            _view.Apply(recorded);
            _fold.Add(recorded);

            var after = Digests(_fold);
            Assert.True(after.SequenceEqual(Lines(_view.Projections())), name);
            if (after.SequenceEqual(before))
                unseen.Add(name);
            before = after;
        }

        Assert.Equal(Unseen, unseen);
    }

    [Fact]
    public void follow_the_same_events_in_no_stream_but_their_own()
    {
        foreach (var stray in Standing().Select((@event, i) => Recorded(@event, i, "stray:06drj5o06drj5o06drj5o06dr0")))
            Assert.Equal((stray, Refuses(() => _fold.Add(stray))), (stray, Refuses(() => _view.Apply(stray))));
    }

    public void Dispose()
    {
        _fold.Dispose();
        _forge.Dispose();
    }

    /// <summary>One of each, in the order of the catalogue, such that it can be read and changes something.</summary>
    private IEnumerable<IDomainEvent> Standing() => Samples.Events().Where(@event => EventCatalog.Of(@event).Standing).Select(@event => @event switch
    {
        TenantCreated created => created with { DisplayName = "before" },
        LogoutDue due => due with { Clients = NameSet.Of(["orders", "other"]) },
        LogoutAbandoned => new LogoutAbandoned(TextId.Parse<ClientId>("other")),
        TokenRevoked revoked => revoked with { Exp = Start.AddDays(1).ToUnixTimeSeconds() },
        KeyGenerated generated => generated with { N = Vectors.Rfc7517N },
        KeyImported imported => imported with { N = Vectors.Rfc7517N },
        TrustDomainDescribed => new TrustDomainDescribed($$"""{"keys":[{{_forge.RsaJwkOf(",\"use\":\"jwt-svid\",\"kid\":\"b\"")}}]}""", "acme.example"),
        _ => @event,
    });

    private static string StreamOf(IDomainEvent @event) => @event switch
    {
        ITenantEvent => TenantState.Stream,
        IKeyRingEvent => KeyRingState.Stream,
        ILogKeyEvent => LogKeysState.Stream,
        IClientEvent => ClientState.StreamOf(Samples.Orders),
        IResourceEvent => ResourceState.StreamOf(Samples.Api),
        IUserEvent => UserState.StreamOf(Samples.Alice),
        IIdentityProviderEvent => IdentityProviderState.StreamOf(Samples.Ally),
        IPeerEvent => PeerState.StreamOf(Samples.Army),
        ISpiffeTrustDomainEvent => SpiffeTrustDomainState.StreamOf("acme.example"),
        ILogoutEvent => LogoutState.StreamOf(Samples.Session),
        FamilyRevoked => FamilyState.StreamOf(new FamilyId(Samples.Jti.Bits)),
        TokenRevoked => TokenState.StreamOf(Samples.Jti),
        TokensRevoked => $"revocation:{Samples.Jti}",
        _ => throw new InvalidOperationException($"Whose is {@event.GetType().Name}?"),
    };

    private static RecordedEvent Recorded(IDomainEvent @event, int position, string stream) =>
        new("acme", position, stream, position, Start.AddSeconds(position), "spec", "c-1", @event);

    private static bool Refuses(Action fold)
    {
        try
        {
            fold();
            return false;
        }
        catch (UnreadableEventException)
        {
            return true;
        }
    }

    private static string[] Digests(TenantProjections fold) => Lines(fold.State(ring => PublishedKeys.JwksOf(ring)));

    private static string[] Lines(ProjectionState state) => [.. ProjectionDigests.Of(state).Select(digest => $"{digest.Name} {digest.Digest}")];
}
