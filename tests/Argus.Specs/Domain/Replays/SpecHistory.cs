using Argus.Domain.Clients;
using Argus.Domain.Families;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.Replays;
using Argus.Domain.Resources;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Domain.Users;

namespace Argus.Specs.Domain.Replays;

/// <summary>A log that somebody made up, entry by entry: positions, versions and times are right unless the spec says otherwise.</summary>
internal sealed class SpecHistory
{
    private readonly Dictionary<string, long> _versions = [];
    private readonly List<RecordedEvent> _entries = [];

    public static readonly Kid Other = TextId.Parse<Kid>("AzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");

    public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public long Seconds => Now.ToUnixTimeSeconds();

    public IReadOnlyList<RecordedEvent> Entries => _entries;

    /// <summary>A tenant with a client, a user and a key that signs.</summary>
    public static SpecHistory Begun()
    {
        var history = new SpecHistory();
        history.Add("tenant", new TenantCreated("Acme", HostNames.None, new TenantPolicy(), Samples.Acme));
        history.Add("resource:https://api.example", new ResourceRegistered(TextId.Parse<ResourceId>("https://api.example"), NameSet.Of(["read", "admin"])));
        history.Add("client:orders", new ClientRegistered(Samples.Orders, Samples.Settings));
        history.Add(UserState.StreamOf(Samples.Alice), new UserRegistered(new(null, UserClaims.None), null, Samples.Subject, new(null, Samples.Alice)));
        history.Key(Samples.Kid);
        history.Add("keys", new KeyActivated(history.Seconds, Samples.Kid));
        return history;
    }

    public SpecHistory Key(Kid kid)
    {
        Add("keys", new KeyGenerated(Seconds, 2048, "file", kid, "n"));
        return Add("keys", new KeyPublished(Seconds, Seconds, kid));
    }

    public SpecHistory Wait(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    public SpecHistory Add(string stream, IDomainEvent @event) => Add(stream, _versions.GetValueOrDefault(stream), @event);

    public SpecHistory Add(string stream, long version, IDomainEvent @event)
    {
        _versions[stream] = version + 1;
        _entries.Add(new RecordedEvent("acme", _entries.Count, stream, version, Now, "spec", "c", @event));
        return this;
    }

    /// <summary>A token of no family, issued now.</summary>
    public SpecHistory Issue(Func<TokenIssued, TokenIssued>? change = null, Jti? jti = null)
    {
        var token = Token(jti ?? NewJti());
        token = change?.Invoke(token) ?? token;
        return Add(TokenState.StreamOf(token.Jti), token);
    }

    public TokenIssued Token(Jti jti) => new(
        null, NameSet.Of("https://api.example"), Samples.Orders, null, "digest", Seconds + 300, Seconds, jti, Samples.Kid, null, null, null, "client:orders");

    public Jti NewJti() => Jti.From(Guid.CreateVersion7(Now));

    /// <summary>A family that its user has allowed.</summary>
    public FamilyId Authorize()
    {
        var family = FamilyId.From(Guid.CreateVersion7(Now));
        Add(FamilyState.StreamOf(family), new FamilyAuthorized(
            "1", NameSet.Of("pwd"), Seconds, Samples.Orders, new AuthorizationCode("c", "d", null, Seconds + 60, null), null, NameSet.Empty, NameSet.Empty, null, Samples.Subject));
        return family;
    }

    /// <summary>A family with its first tokens.</summary>
    public FamilyId Open()
    {
        var family = Authorize();
        Redeem(family);
        return family;
    }

    public SpecHistory Redeem(FamilyId family) => Add(FamilyState.StreamOf(family), new FamilyOpened(null, "d0", Seconds + 86_400, null, SinceOf(family), FamilyToken(family)));

    public SpecHistory Rotate(FamilyId family, int generation) =>
        Add(FamilyState.StreamOf(family), new RefreshRotated($"d{generation}", generation, null, SinceOf(family), FamilyToken(family)));

    public TokenIssued FamilyToken(FamilyId family) =>
        Token(Jti.Of(family, (int)_versions[FamilyState.StreamOf(family)])) with { Sub = Samples.Subject.Value };

    public long SinceOf(FamilyId family) => _entries.First(entry => entry.Stream == FamilyState.StreamOf(family) && entry.Event is FamilyAuthorized).Position;

    public LogReplay Replay()
    {
        var replay = new LogReplay("acme");
        foreach (var entry in _entries)
            replay.Add(entry);
        return replay;
    }
}
