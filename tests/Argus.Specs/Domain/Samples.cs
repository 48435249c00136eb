using Argus.Domain.Archive;
using Argus.Domain.Audit;
using Argus.Domain.Clients;
using Argus.Domain.ClientSecretUses;
using Argus.Domain.Consents;
using Argus.Domain.DelegatedSignIns;
using Argus.Domain.Devices;
using Argus.Domain.Families;
using Argus.Domain.Handoffs;
using Argus.Domain.IdentityProviders;
using Argus.Domain.Kernel;
using Argus.Domain.Keys;
using Argus.Domain.LogKeys;
using Argus.Domain.Logouts;
using Argus.Domain.Peers;
using Argus.Domain.PersonalData;
using Argus.Domain.PushedRequests;
using Argus.Domain.Resources;
using Argus.Domain.Sessions;
using Argus.Domain.Signals;
using Argus.Domain.SpiffeTrustDomains;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Domain.Users;
using Argus.Domain.Verifiers;

namespace Argus.Specs.Domain;

/// <summary>One event of each type, with a given text wherever an event holds free text.</summary>
internal static class Samples
{
    public const string KidText = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";
    public const string JtiText = "06drj5o06drj5o06drj5o06dr0";

    public static readonly TenantId Acme = TextId.Parse<TenantId>("acme");
    public static readonly ClientId Orders = TextId.Parse<ClientId>("orders");
    public static readonly ResourceId Api = TextId.Parse<ResourceId>("https://api.example");
    public static readonly Kid Kid = TextId.Parse<Kid>(KidText);
    public static readonly Jti Jti = TextId.Parse<Jti>(JtiText);

    public static readonly SubjectId Subject = TextId.Parse<SubjectId>(JtiText);
    public static readonly SessionId Session = TextId.Parse<SessionId>(JtiText);
    public static readonly ProviderName Ally = TextId.Parse<ProviderName>("ally");
    public static readonly PeerName Army = TextId.Parse<PeerName>("army");
    public static readonly VerifierId Verifier = TextId.Parse<VerifierId>("AAECAwQFBgcICQoLDA0ODw");
    public static readonly Username Alice = TextId.Parse<Username>("alice");

    public static readonly ClientSettings Settings = new()
    {
        AuthMethod = "client_secret_basic",
        GrantTypes = NameSet.Of("client_credentials"),
        Introspects = NameSet.Of(["https://b.example", "https://a.example"]),
        Resources = NameSet.Of("https://api.example"),
        Scope = NameSet.Of(["read", "write"]),
    };

    /// <summary>Settings in which nothing has its default.</summary>
    public static readonly ClientSettings UserFacing = new()
    {
        AuthMethod = "none",
        BackchannelLogoutSessionRequired = true,
        BackchannelLogoutUri = "https://app.example/logout",
        ClientName = "App",
        GrantTypes = NameSet.Of(["authorization_code", "refresh_token"]),
        PostLogoutRedirectUris = NameSet.Of("https://app.example/"),
        RedirectUris = NameSet.Of("https://app.example/cb"),
        RefreshAbsoluteLifetime = 7_200,
        RefreshIdleLifetime = 3_600,
        RequirePushedAuthorizationRequests = true,
        Resources = NameSet.Of("https://api.example"),
        Scope = NameSet.Of(["openid", "read"]),
        SkipConsent = true,
    };

    /// <summary>Settings in which nothing has its default.</summary>
    public static readonly PeerSettings PeerSettings = new()
    {
        Audiences = NameSet.Of("https://api.example"),
        Issuer = "https://auth.ally.example/t/army",
        JwksUri = "https://auth.ally.example/t/army/.well-known/jwks.json",
        MaxLifetime = 600,
        PinnedKids = NameSet.Of(KidText),
        Scope = NameSet.Of("read"),
        SubjectPrefix = "ally:",
    };

    public static IEnumerable<IDomainEvent> Events(string text = "text") =>
    [
        new TenantCreated(text, HostNames.Of(["b.example", "a.example"]), new TenantPolicy { ClockSkew = 7 }, Acme),
        new TenantRenamed(text),
        new TenantHostsChanged(HostNames.Of(text)),
        new TenantPolicyChanged(new TenantPolicy { VerificationAudit = text }),
        new TenantSignInChanged(text),
        new TenantDisabled(),
        new TenantEnabled(),
        new ResourceRegistered(Api, NameSet.Of(text)),
        new ResourceScopesChanged(NameSet.Of([text, "a"])),
        new ResourceDisabled(),
        new ResourceEnabled(),
        new ClientRegistered(Orders, Settings with { AuthMethod = text }),
        new ClientChanged(UserFacing with { BackchannelLogoutUri = text, ClientName = text, PostLogoutRedirectUris = NameSet.Of(text), RedirectUris = NameSet.Of(text) }),
        new ClientSecretSet(new ClientSecret(text, "sha-256")),
        new ClientSecretAdded(1, 2, text, 3, new ClientSecret(text, "sha-256")),
        new ClientSecretRemoved(text),
        new ClientSecretUsed(86_400, text),
        new ClientDisabled(),
        new ClientEnabled(),
        new ClientRemoved(),
        new ClientAuthenticationsRefused([new RefusedAuthentications(text, text, Sealed<string>(text), 2), new RefusedAuthentications(null, "unknown", null, 1)]),
        new UserRegistered(Sealed<UserClaims>(text), Sealed<ExternalIdentity>(text), Subject, Sealed<Username>(text)),
        new UserClaimsChanged(Sealed<UserClaims>(text)),
        new UserPasswordSet(Sealed<UserPassword>(text)),
        new UserDisabled(),
        new UserEnabled(),
        new UserRemoved(),
        new UserErased(NameSet.Of(text)),
        new UserSignInsRefused([new RefusedSignIns(text, Sealed<string>(text), Subject, 2), new RefusedSignIns("unknown_user", null, null, 1)]),
        new KeyGenerated(1, 2048, text, Kid, text),
        new KeyImported(1, 3072, text, Kid, text),
        new KeyPublished(3, 2, Kid),
        new KeyScheduled(5, 4, Kid),
        new KeyRotationRequested(4, true),
        new KeyActivationHeld(4, Kid, 60, 50, 4),
        new KeyHoldLapsed(4, Kid, 60, 50, 4),
        new KeyActivated(4, Kid),
        new KeyDeactivated(5, Kid, 6),
        new PrivateKeyDestroyed(7, Kid),
        new KeyRetired(8, Kid),
        new KeyRevoked(9, 8, Kid, text),
        new KeyImportRefused(10, text, Kid),
        new PrivateKeyRewrapped(12, text, Kid, text),
        new LogKeyActivated(13, 2048, text, text, Kid, text, text),
        new LogKeyRetired(14, Kid),
        new CheckpointRefused(3, text, text, 5),
        new WindowDropped(7, 2, 1_700_000_000, 9, text, 12, 1_800_000_000),
        new WindowRestored(7, 1_700_000_000, 1_800_000_000),
        new FamilyDeviceRequested(Orders, text, 1_600, NameSet.Of("https://api.example"), NameSet.Of(text)),
        new FamilyAuthorized(
            text, NameSet.Of(text), 1_200, Orders, new AuthorizationCode(text, text, text, 1_260, text), text, NameSet.Of("https://api.example"), NameSet.Of(text), text, Subject),
        new FamilyDenied(),
        new FamilyOpened(text, text, 9_000, new IdTokenIssued(text, 1_600, Kid), 4, FamilyToken(text)),
        new FamilyRevoked(text),
        new RefreshRotated(text, 1, new IdTokenIssued(text, 1_600, Kid), 4, FamilyToken(text)),
        new RefreshRetried(1, null, text, 4, FamilyToken(text)),
        new RefreshRejected(text),
        new RefreshBindingMismatched(text),
        new RefreshConfirmed(1),
        new ConsentGranted(Orders, NameSet.Of("https://api.example"), NameSet.Of([text, "a"]), Subject),
        new ConsentWithdrawn(),
        new AuthorizationPushed(Orders, text, 1_390, Sealed<IReadOnlyList<PushedParameter>>(text)),
        new AuthorizationUsed(),
        new DeviceCodeAssigned(TextId.Parse<FamilyId>(JtiText)),
        new SignInHandedOff(text, Orders, text, 1_600, Sealed<string>(text), text, text, Sealed<string>(text), NameSet.Of(text)),
        new HandoffAccepted(text, NameSet.Of(text), 1_300, text, Subject),
        new HandoffRejected(text, text),
        new HandoffUsed(),
        new SessionOpened(new Authentication(text, NameSet.Of(text), 1_200, text), text, 9_000, Subject),
        new SessionReauthenticated(new Authentication(text, NameSet.Of(text), 1_200, null), text, 9_000),
        new SessionClientJoined(Orders),
        new SessionEnded(text),
        new ProviderDescribed(text, text, text, Ally, NameSet.Of(text)),
        new ProviderRemoved(),
        new PeerTrusted(Army, PeerSettings with { Issuer = text }),
        new PeerChanged(PeerSettings with { JwksUri = null, MaxLifetime = null, PinnedKids = NameSet.Empty, Scope = NameSet.Of([text, "a"]) }),
        new PeerKeyAdded(1, text, text, text),
        new PeerKeyRemoved(2, text),
        new PeerKeysConfirmed(3),
        new PeerKeysRefused(text),
        new PeerDisabled(),
        new PeerEnabled(),
        new PeerRemoved(),
        new PeerPrivateKeyRefused(Army, text, text),
        new TrustDomainDescribed(text, text),
        new TrustDomainRemoved(),
        new SignInDelegated(text, 1_600, text, Ally, text, Sealed<string>(text)),
        new SignInReturned(),
        new LogoutDue(NameSet.Of("orders"), Session, Subject),
        new LogoutAttempted(1, Orders, text, Jti, Kid),
        new LogoutDelivered(Orders),
        new LogoutAbandoned(Orders),
        new SignalsBegan(4),
        new SignalsTaken([5, 7], [new SignalRefused(text, 7)], 5),
        new TokenIssued(Actor(text), NameSet.Of("https://api.example"), Orders, Bound, text, 1_600, 1_300, Jti, Kid, Orders, Parent(text), text, text),
        new TokenRevoked(1_600, Jti),
        new TokensRevoked(3, Orders, 1_300, text, text),
        new UnloggedTokenSeen(text, text, Kid),
        new VerificationsRecorded([new Verifications(Orders, text, new(StringComparer.Ordinal) { [text] = 1, ["b"] = 2, ["a"] = 3 })]),
        new ReceiptsRecorded(
            4, text, new ReceiptGap(2, 3), 12, NameSet.Of(text), [new RecordedReceipt(2, text, 3, text, text), new RecordedReceipt(1, text, 3, null, text)], 4,
            new VerifierTotals(1, [new ReceiptGap(2, 3)], 2, 3), new(StringComparer.Ordinal) { [text] = 5 }),
        new ReceiptsContinued([new RecordedReceipt(2, text, 3, text, text)], 4),
        new ReceiptsRefused(Orders, text, text, 4, Verifier),
        new EventsRead(3, 2, true, text, text),
        new ProofMade(2, Jti, 3, 4),
        new EntriesExported(2, 256, 767),
    ];

    /// <summary>What no key opens.</summary>
    public static Kept<T> Sealed<T>(string text) where T : notnull => new(new Sealed(text, text), default);

    /// <summary>A user, as the log first hears of them; nobody can open what it says.</summary>
    public static UserRegistered Registered(SubjectId subject, Username name, ExternalIdentity? external = null, IPersonalSeal? seal = null)
    {
        var by = seal ?? new SpecSeal(PersonalKey.Of(subject));
        return new UserRegistered(
            by.Keep(UserPerson.ClaimsMember, UserClaims.None), external is null ? null : by.Keep(UserPerson.ExternalMember, external), subject, by.Keep(UserPerson.UsernameMember, name));
    }

    /// <summary>A token of a family; what it leaves out is null.</summary>
    public static TokenIssued FamilyToken(string text) =>
        new(null, NameSet.Of("https://api.example"), Orders, null, text, 1_600, 1_300, Jti.Of(new FamilyId(Jti.Bits), 1), Kid, null, null, null, text);

    /// <summary>A DPoP key.</summary>
    public static Confirmation Bound { get; } = Confirmation.Of(Confirmation.Jkt, Kid.Value);

    public static TokenActor Actor(string text) => new(new TokenActor(null, text, text), null, text);

    public static TokenParent Parent(string text) => new(text, 1_200, null, text, text, new TokenParent(text, 1_100, text, text, text, null, 0, text), 4, text);

    public static UserClaims Claims(string text) => UserClaims.Of(
        new("name", ClaimValue.Of(text)), new("updated_at", ClaimValue.Of(1_300)), new("email_verified", ClaimValue.Of(true)), new("https://acme.example/x", ClaimValue.Of(-1)));

    /// <summary>The event's entry, as the log would complete it.</summary>
    public static byte[] Entry(IDomainEvent @event, Origin? origin = null, Sealed? context = null)
    {
        var encoded = EventCodec.Encode(@event, origin ?? new Origin("spec", "c-1"), context);
        var entry = new Argus.Log.NewEntry(encoded.Type, encoded.TypeVersion, encoded.Body, encoded.Standing);
        return Argus.Log.Envelope.Compose(entry, "acme", 5, "stream", 3, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    }
}
