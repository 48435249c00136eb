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
using Argus.Domain.PushedRequests;
using Argus.Domain.Resources;
using Argus.Domain.Sessions;
using Argus.Domain.Signals;
using Argus.Domain.SpiffeTrustDomains;
using Argus.Domain.Tenants;
using Argus.Domain.Tokens;
using Argus.Domain.Users;
using Argus.Domain.Verifiers;
using Argus.Log;

namespace Argus.Benchmarks.Replaying;

/// <summary>All state of one tenant, folded from the bytes of its log: every entry decoded, every aggregate evolved and kept.</summary>
internal sealed class Fold
{
    private readonly Dictionary<string, TenantState> tenants = [];
    private readonly Dictionary<string, ResourceState> resources = [];
    private readonly Dictionary<string, ClientState> clients = [];
    private readonly Dictionary<string, UserState> users = [];
    private readonly Dictionary<string, KeyRingState> keyRings = [];
    private readonly Dictionary<string, LogKeysState> logKeys = [];
    private readonly Dictionary<string, TokenState> tokens = [];
    private readonly Dictionary<string, FamilyState> families = [];
    private readonly Dictionary<string, ConsentState> consents = [];
    private readonly Dictionary<string, PushedRequestState> pushedRequests = [];
    private readonly Dictionary<string, HandoffState> handoffs = [];
    private readonly Dictionary<string, SessionState> sessions = [];
    private readonly Dictionary<string, LogoutState> logouts = [];
    private readonly Dictionary<string, SignalState> signals = [];
    private readonly Dictionary<string, IdentityProviderState> providers = [];
    private readonly Dictionary<string, PeerState> peers = [];
    private readonly Dictionary<string, ClientSecretUsesState> secretUses = [];
    private readonly Dictionary<string, SpiffeTrustDomainState> trustDomains = [];
    private readonly Dictionary<string, DelegatedSignInState> signIns = [];
    private readonly Dictionary<string, VerifierState> verifiers = [];

    /// <summary>Entries taken so far.</summary>
    public long Entries { get; private set; }

    public int Tokens => tokens.Count;

    public void Add(IReadOnlyList<LogEntry> page)
    {
        foreach (var entry in page) Add(entry);
        Entries += page.Count;
    }

    private void Add(LogEntry entry)
    {
        var recorded = EventCodec.Decode(entry.Bytes.Span);
        switch (recorded.Event)
        {
            case ITokenEvent happened: Evolve(tokens, recorded.Stream, TokenState.Initial, happened, TokenState.Evolve); break;
            case IFamilyEvent happened:
                families[recorded.Stream] = FamilyState.Evolve(families.GetValueOrDefault(recorded.Stream, FamilyState.Initial), happened, recorded.Time, recorded.Position);
                break;
            case IConsentEvent happened: Evolve(consents, recorded.Stream, ConsentState.Initial, happened, ConsentState.Evolve); break;
            case IPushedRequestEvent happened: Evolve(pushedRequests, recorded.Stream, PushedRequestState.Initial, happened, PushedRequestState.Evolve); break;
            case IHandoffEvent happened: Evolve(handoffs, recorded.Stream, HandoffState.Initial, happened, HandoffState.Evolve); break;
            case ISessionEvent happened: Evolve(sessions, recorded.Stream, SessionState.Initial, happened, SessionState.Evolve); break;
            case ILogoutEvent happened: Evolve(logouts, recorded.Stream, LogoutState.Initial, happened, LogoutState.Evolve); break;
            case ISignalEvent happened: Evolve(signals, recorded.Stream, SignalState.Initial, happened, SignalState.Evolve); break;
            case IClientSecretUsesEvent happened: Evolve(secretUses, recorded.Stream, ClientSecretUsesState.Initial, happened, ClientSecretUsesState.Evolve); break;
            case ISpiffeTrustDomainEvent happened: Evolve(trustDomains, recorded.Stream, SpiffeTrustDomainState.Initial, happened, SpiffeTrustDomainState.Evolve); break;
            case IIdentityProviderEvent happened: Evolve(providers, recorded.Stream, IdentityProviderState.Initial, happened, IdentityProviderState.Evolve); break;
            case IPeerEvent happened: Evolve(peers, recorded.Stream, PeerState.Initial, happened, PeerState.Evolve); break;
            case IDelegatedSignInEvent happened: Evolve(signIns, recorded.Stream, DelegatedSignInState.Initial, happened, DelegatedSignInState.Evolve); break;
            case IClientEvent happened: Evolve(clients, recorded.Stream, ClientState.Initial, happened, ClientState.Evolve); break;
            case IUserEvent happened: Evolve(users, recorded.Stream, UserState.Initial, happened, UserState.Evolve); break;
            case IKeyRingEvent happened: Evolve(keyRings, recorded.Stream, KeyRingState.Initial, happened, KeyRingState.Evolve); break;
            case ILogKeyEvent happened: Evolve(logKeys, recorded.Stream, LogKeysState.Initial, happened, LogKeysState.Evolve); break;
            case IResourceEvent happened: Evolve(resources, recorded.Stream, ResourceState.Initial, happened, ResourceState.Evolve); break;
            case IVerifierEvent happened: Evolve(verifiers, recorded.Stream, VerifierState.Initial, happened, VerifierState.Evolve); break;
            case ITenantEvent happened: Evolve(tenants, recorded.Stream, TenantState.Initial, happened, TenantState.Evolve); break;
            case DeviceCodeAssigned or ClientAuthenticationsRefused or UserSignInsRefused or UnloggedTokenSeen or TokensRevoked or VerificationsRecorded or ReceiptsRefused or EventsRead or ProofMade or EntriesExported or CheckpointRefused or Argus.Domain.Archive.WindowDropped or Argus.Domain.Archive.WindowRestored or KeyImportRefused or PrivateKeyRewrapped or PeerPrivateKeyRefused: break; // Told by audits, part of no state.
            default: throw new UnreadableEventException($"The fold does not know {recorded.Event.GetType().Name}.");
        }
    }

    private static void Evolve<TState, TEvent>(
        Dictionary<string, TState> states, string stream, TState initial, TEvent happened, Func<TState, TEvent, TState> evolve) =>
        states[stream] = evolve(states.GetValueOrDefault(stream, initial), happened);
}
