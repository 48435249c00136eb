using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
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

namespace Argus.Domain.Kernel;

/// <summary>
/// Every event that the log can hold, by the name and version under which it is stored. The names are storage format: they stay when a C# type is renamed.
/// Standing events change what nodes decide next, so every node follows them; the others are read on demand.
/// </summary>
public static class EventCatalog
{
    private static readonly EventType[] Table =
    [
        Standing("tenant.created", 1, EventJson.Default.TenantCreated),
        Standing("tenant.renamed", 1, EventJson.Default.TenantRenamed),
        Standing("tenant.hosts_changed", 1, EventJson.Default.TenantHostsChanged),
        Standing("tenant.policy_changed", 1, EventJson.Default.TenantPolicyChanged),
        Standing("tenant.sign_in_changed", 1, EventJson.Default.TenantSignInChanged),
        Standing("tenant.disabled", 1, EventJson.Default.TenantDisabled),
        Standing("tenant.enabled", 1, EventJson.Default.TenantEnabled),

        Standing("resource.registered", 1, EventJson.Default.ResourceRegistered),
        Standing("resource.scopes_changed", 1, EventJson.Default.ResourceScopesChanged),
        Standing("resource.disabled", 1, EventJson.Default.ResourceDisabled),
        Standing("resource.enabled", 1, EventJson.Default.ResourceEnabled),

        Standing("client.registered", 1, EventJson.Default.ClientRegistered),
        Standing("client.changed", 1, EventJson.Default.ClientChanged),
        Standing("client.secret_set", 1, EventJson.Default.ClientSecretSet),
        Standing("client.secret_added", 1, EventJson.Default.ClientSecretAdded),
        Standing("client.secret_removed", 1, EventJson.Default.ClientSecretRemoved),
        Passing("client.secret_used", 1, EventJson.Default.ClientSecretUsed),
        Standing("client.disabled", 1, EventJson.Default.ClientDisabled),
        Standing("client.enabled", 1, EventJson.Default.ClientEnabled),
        Standing("client.removed", 1, EventJson.Default.ClientRemoved),
        Passing("client.authentications_refused", 2, EventJson.Default.ClientAuthenticationsRefused, oldest: 1),

        Standing("user.registered", 2, EventJson.Default.UserRegistered, oldest: 1),
        Standing("user.claims_changed", 2, EventJson.Default.UserClaimsChanged, oldest: 1),
        Standing("user.password_set", 2, EventJson.Default.UserPasswordSet, oldest: 1),
        Standing("user.disabled", 1, EventJson.Default.UserDisabled),
        Standing("user.enabled", 1, EventJson.Default.UserEnabled),
        Standing("user.removed", 1, EventJson.Default.UserRemoved),
        Standing("user.erased", 1, EventJson.Default.UserErased),
        Passing("user.sign_ins_refused", 2, EventJson.Default.UserSignInsRefused, oldest: 1),

        Standing("key.generated", 1, EventJson.Default.KeyGenerated),
        Standing("key.imported", 1, EventJson.Default.KeyImported),
        Standing("key.published", 1, EventJson.Default.KeyPublished),
        Standing("key.scheduled", 1, EventJson.Default.KeyScheduled),
        Standing("key.rotation_requested", 1, EventJson.Default.KeyRotationRequested),
        Standing("key.activation_held", 1, EventJson.Default.KeyActivationHeld),
        Standing("key.hold_lapsed", 1, EventJson.Default.KeyHoldLapsed),
        Standing("key.activated", 1, EventJson.Default.KeyActivated),
        Standing("key.deactivated", 1, EventJson.Default.KeyDeactivated),
        Standing("key.private_key_destroyed", 1, EventJson.Default.PrivateKeyDestroyed),
        Standing("key.retired", 1, EventJson.Default.KeyRetired),
        Standing("key.revoked", 1, EventJson.Default.KeyRevoked),
        Passing("key.import_refused", 1, EventJson.Default.KeyImportRefused),
        Passing("key.private_key_rewrapped", 1, EventJson.Default.PrivateKeyRewrapped),

        Standing("log_key.activated", 1, EventJson.Default.LogKeyActivated),
        Standing("log_key.retired", 1, EventJson.Default.LogKeyRetired),
        Passing("log.checkpoint_refused", 1, EventJson.Default.CheckpointRefused),
        Passing("log.window_dropped", 1, EventJson.Default.WindowDropped),
        Passing("log.window_restored", 1, EventJson.Default.WindowRestored),

        Passing("family.device_requested", 1, EventJson.Default.FamilyDeviceRequested),
        Passing("family.authorized", 1, EventJson.Default.FamilyAuthorized),
        Passing("family.denied", 1, EventJson.Default.FamilyDenied),
        Passing("family.opened", 1, EventJson.Default.FamilyOpened),
        Standing("family.revoked", 1, EventJson.Default.FamilyRevoked),
        Passing("refresh.rotated", 1, EventJson.Default.RefreshRotated),
        Passing("refresh.retried", 1, EventJson.Default.RefreshRetried),
        Passing("refresh.rejected", 1, EventJson.Default.RefreshRejected),
        Passing("refresh.binding_mismatched", 1, EventJson.Default.RefreshBindingMismatched),
        Passing("refresh.confirmed", 1, EventJson.Default.RefreshConfirmed),

        Passing("consent.granted", 1, EventJson.Default.ConsentGranted),
        Passing("consent.withdrawn", 1, EventJson.Default.ConsentWithdrawn),

        Passing("authorization.pushed", 2, EventJson.Default.AuthorizationPushed, oldest: 1),
        Passing("authorization.used", 1, EventJson.Default.AuthorizationUsed),

        Passing("device.code_assigned", 1, EventJson.Default.DeviceCodeAssigned),

        Passing("sign_in.handed_off", 2, EventJson.Default.SignInHandedOff, oldest: 1),
        Passing("sign_in.handoff_accepted", 1, EventJson.Default.HandoffAccepted),
        Passing("sign_in.handoff_rejected", 1, EventJson.Default.HandoffRejected),
        Passing("sign_in.handoff_used", 1, EventJson.Default.HandoffUsed),

        Passing("session.opened", 1, EventJson.Default.SessionOpened),
        Passing("session.reauthenticated", 1, EventJson.Default.SessionReauthenticated),
        Passing("session.client_joined", 1, EventJson.Default.SessionClientJoined),
        Passing("session.ended", 1, EventJson.Default.SessionEnded),

        Standing("provider.described", 1, EventJson.Default.ProviderDescribed),
        Standing("provider.removed", 1, EventJson.Default.ProviderRemoved),

        Standing("peer.trusted", 1, EventJson.Default.PeerTrusted),
        Standing("peer.changed", 1, EventJson.Default.PeerChanged),
        Standing("peer.key_added", 1, EventJson.Default.PeerKeyAdded),
        Standing("peer.key_removed", 1, EventJson.Default.PeerKeyRemoved),
        Standing("peer.keys_confirmed", 1, EventJson.Default.PeerKeysConfirmed),
        Passing("peer.keys_refused", 1, EventJson.Default.PeerKeysRefused),
        Standing("peer.disabled", 1, EventJson.Default.PeerDisabled),
        Standing("peer.enabled", 1, EventJson.Default.PeerEnabled),
        Standing("peer.removed", 1, EventJson.Default.PeerRemoved),
        Passing("peer.private_key_refused", 1, EventJson.Default.PeerPrivateKeyRefused),

        Standing("spiffe.trust_domain_described", 1, EventJson.Default.TrustDomainDescribed),
        Standing("spiffe.trust_domain_removed", 1, EventJson.Default.TrustDomainRemoved),

        Passing("sign_in.delegated", 2, EventJson.Default.SignInDelegated, oldest: 1),
        Passing("sign_in.returned", 1, EventJson.Default.SignInReturned),

        Standing("logout.due", 1, EventJson.Default.LogoutDue),
        Standing("logout.attempted", 1, EventJson.Default.LogoutAttempted),
        Standing("logout.delivered", 1, EventJson.Default.LogoutDelivered),
        Standing("logout.abandoned", 1, EventJson.Default.LogoutAbandoned),

        Passing("signals.began", 1, EventJson.Default.SignalsBegan),
        Passing("signals.taken", 1, EventJson.Default.SignalsTaken),

        Passing("token.issued", 1, EventJson.Default.TokenIssued),
        Standing("token.revoked", 1, EventJson.Default.TokenRevoked),
        Standing("tokens.revoked", 1, EventJson.Default.TokensRevoked),
        Passing("token.unlogged_seen", 1, EventJson.Default.UnloggedTokenSeen),
        Passing("token.verifications_recorded", 1, EventJson.Default.VerificationsRecorded),

        Passing("verification.receipts_recorded", 1, EventJson.Default.ReceiptsRecorded),
        Passing("verification.receipts_continued", 1, EventJson.Default.ReceiptsContinued),
        Passing("verification.receipts_refused", 1, EventJson.Default.ReceiptsRefused),

        Passing("audit.events_read", 1, EventJson.Default.EventsRead),
        Passing("audit.proof_made", 1, EventJson.Default.ProofMade),
        Passing("audit.entries_exported", 1, EventJson.Default.EntriesExported),
    ];

    private static readonly FrozenDictionary<Type, EventType> ByClrType = Table.ToFrozenDictionary(type => type.ClrType);

    private static readonly FrozenDictionary<string, EventType> ByName = Table.ToFrozenDictionary(type => type.Name);

    public static IReadOnlyList<EventType> Types => Table;

    /// <summary>The name under which an event is stored.</summary>
    public static string NameOf(IDomainEvent @event) => Of(@event).Name;

    internal static EventType Of(IDomainEvent @event) => ByClrType[@event.GetType()];

    /// <exception cref="UnreadableEventException">This program does not know the type, or not this version of it.</exception>
    internal static EventType Named(string name, int version) =>
        ByName.TryGetValue(name, out var type) && version >= type.Oldest && version <= type.Version
            ? type
            : throw new UnreadableEventException($"The log holds an event of type {name}, version {version}, which this version of Argus does not know.");

    private static EventType Standing<T>(string name, int version, JsonTypeInfo<T> json, int? oldest = null) where T : IDomainEvent =>
        new EventType<T>(name, version, Standing: true, json) { Oldest = oldest ?? version };

    private static EventType Passing<T>(string name, int version, JsonTypeInfo<T> json, int? oldest = null) where T : IDomainEvent =>
        new EventType<T>(name, version, Standing: false, json) { Oldest = oldest ?? version };
}

/// <summary>A row of the catalogue.</summary>
public abstract record EventType(string Name, int Version, bool Standing, Type ClrType)
{
    /// <summary>The first version that can still be read; only the last one is written.</summary>
    public int Oldest { get; internal init; } = Version;

    internal abstract void Write(Utf8JsonWriter writer, IDomainEvent @event);

    internal abstract IDomainEvent Read(ReadOnlySpan<byte> data);
}

internal sealed record EventType<T>(string Name, int Version, bool Standing, JsonTypeInfo<T> Json) : EventType(Name, Version, Standing, typeof(T))
    where T : IDomainEvent
{
    private readonly JsonTypeInfo<T> _reading = CompleteJson.Of<T>();

    internal override void Write(Utf8JsonWriter writer, IDomainEvent @event) => JsonSerializer.Serialize(writer, (T)@event, Json);

    internal override IDomainEvent Read(ReadOnlySpan<byte> data) =>
        JsonSerializer.Deserialize(data, _reading) ?? throw new JsonException("The event is null.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TenantCreated))]
[JsonSerializable(typeof(TenantRenamed))]
[JsonSerializable(typeof(TenantHostsChanged))]
[JsonSerializable(typeof(TenantPolicyChanged))]
[JsonSerializable(typeof(TenantSignInChanged))]
[JsonSerializable(typeof(TenantDisabled))]
[JsonSerializable(typeof(TenantEnabled))]
[JsonSerializable(typeof(ResourceRegistered))]
[JsonSerializable(typeof(ResourceScopesChanged))]
[JsonSerializable(typeof(ResourceDisabled))]
[JsonSerializable(typeof(ResourceEnabled))]
[JsonSerializable(typeof(ClientRegistered))]
[JsonSerializable(typeof(ClientChanged))]
[JsonSerializable(typeof(ClientSecretSet))]
[JsonSerializable(typeof(ClientSecretAdded))]
[JsonSerializable(typeof(ClientSecretRemoved))]
[JsonSerializable(typeof(ClientSecretUsed))]
[JsonSerializable(typeof(ClientDisabled))]
[JsonSerializable(typeof(ClientEnabled))]
[JsonSerializable(typeof(ClientRemoved))]
[JsonSerializable(typeof(ClientAuthenticationsRefused))]
[JsonSerializable(typeof(UserRegistered))]
[JsonSerializable(typeof(UserClaimsChanged))]
[JsonSerializable(typeof(UserPasswordSet))]
[JsonSerializable(typeof(UserDisabled))]
[JsonSerializable(typeof(UserEnabled))]
[JsonSerializable(typeof(UserRemoved))]
[JsonSerializable(typeof(UserErased))]
[JsonSerializable(typeof(UserSignInsRefused))]
[JsonSerializable(typeof(KeyGenerated))]
[JsonSerializable(typeof(KeyImported))]
[JsonSerializable(typeof(KeyPublished))]
[JsonSerializable(typeof(KeyScheduled))]
[JsonSerializable(typeof(KeyRotationRequested))]
[JsonSerializable(typeof(KeyActivationHeld))]
[JsonSerializable(typeof(KeyHoldLapsed))]
[JsonSerializable(typeof(KeyActivated))]
[JsonSerializable(typeof(KeyDeactivated))]
[JsonSerializable(typeof(PrivateKeyDestroyed))]
[JsonSerializable(typeof(KeyRetired))]
[JsonSerializable(typeof(KeyRevoked))]
[JsonSerializable(typeof(KeyImportRefused))]
[JsonSerializable(typeof(PrivateKeyRewrapped))]
[JsonSerializable(typeof(LogKeyActivated))]
[JsonSerializable(typeof(LogKeyRetired))]
[JsonSerializable(typeof(CheckpointRefused))]
[JsonSerializable(typeof(WindowDropped))]
[JsonSerializable(typeof(WindowRestored))]
[JsonSerializable(typeof(FamilyDeviceRequested))]
[JsonSerializable(typeof(FamilyAuthorized))]
[JsonSerializable(typeof(FamilyDenied))]
[JsonSerializable(typeof(FamilyOpened))]
[JsonSerializable(typeof(FamilyRevoked))]
[JsonSerializable(typeof(RefreshRotated))]
[JsonSerializable(typeof(RefreshRetried))]
[JsonSerializable(typeof(RefreshRejected))]
[JsonSerializable(typeof(RefreshBindingMismatched))]
[JsonSerializable(typeof(RefreshConfirmed))]
[JsonSerializable(typeof(ConsentGranted))]
[JsonSerializable(typeof(ConsentWithdrawn))]
[JsonSerializable(typeof(AuthorizationPushed))]
[JsonSerializable(typeof(AuthorizationUsed))]
[JsonSerializable(typeof(DeviceCodeAssigned))]
[JsonSerializable(typeof(SignInHandedOff))]
[JsonSerializable(typeof(HandoffAccepted))]
[JsonSerializable(typeof(HandoffRejected))]
[JsonSerializable(typeof(HandoffUsed))]
[JsonSerializable(typeof(SessionOpened))]
[JsonSerializable(typeof(SessionReauthenticated))]
[JsonSerializable(typeof(SessionClientJoined))]
[JsonSerializable(typeof(SessionEnded))]
[JsonSerializable(typeof(ProviderDescribed))]
[JsonSerializable(typeof(ProviderRemoved))]
[JsonSerializable(typeof(PeerTrusted))]
[JsonSerializable(typeof(PeerChanged))]
[JsonSerializable(typeof(PeerKeyAdded))]
[JsonSerializable(typeof(PeerKeyRemoved))]
[JsonSerializable(typeof(PeerKeysConfirmed))]
[JsonSerializable(typeof(PeerKeysRefused))]
[JsonSerializable(typeof(PeerDisabled))]
[JsonSerializable(typeof(PeerEnabled))]
[JsonSerializable(typeof(PeerRemoved))]
[JsonSerializable(typeof(PeerPrivateKeyRefused))]
[JsonSerializable(typeof(TrustDomainDescribed))]
[JsonSerializable(typeof(TrustDomainRemoved))]
[JsonSerializable(typeof(SignInDelegated))]
[JsonSerializable(typeof(SignInReturned))]
[JsonSerializable(typeof(LogoutDue))]
[JsonSerializable(typeof(LogoutAttempted))]
[JsonSerializable(typeof(LogoutDelivered))]
[JsonSerializable(typeof(LogoutAbandoned))]
[JsonSerializable(typeof(SignalsBegan))]
[JsonSerializable(typeof(SignalsTaken))]
[JsonSerializable(typeof(TokenIssued))]
[JsonSerializable(typeof(TokensRevoked))]
[JsonSerializable(typeof(TokenRevoked))]
[JsonSerializable(typeof(UnloggedTokenSeen))]
[JsonSerializable(typeof(VerificationsRecorded))]
[JsonSerializable(typeof(ReceiptsRecorded))]
[JsonSerializable(typeof(ReceiptsContinued))]
[JsonSerializable(typeof(ReceiptsRefused))]
[JsonSerializable(typeof(EventsRead))]
[JsonSerializable(typeof(ProofMade))]
[JsonSerializable(typeof(EntriesExported))]
[JsonSerializable(typeof(ExternalIdentity))]
[JsonSerializable(typeof(IReadOnlyList<PushedParameter>))]
[JsonSerializable(typeof(RequestContext))]
[JsonSerializable(typeof(UserClaims))]
[JsonSerializable(typeof(Username))]
[JsonSerializable(typeof(UserPassword))]
internal sealed partial class EventJson : JsonSerializerContext;

/// <summary>
/// For reading. A member that an event's constructor asks for must be there, unless it may be null. One that only has a default (in settings and policies)
/// may be absent: the log is older than it.
/// </summary>
internal static class CompleteJson
{
    private static readonly JsonSerializerOptions Options =
        new(EventJson.Default.Options) { AllowDuplicateProperties = false, TypeInfoResolver = EventJson.Default.WithAddedModifier(RequireParameters) };

    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static void RequireParameters(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
            member.IsRequired = member.AssociatedParameter is { IsNullable: false, IsMemberInitializer: false };
    }
}
