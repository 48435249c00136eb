using Argus.Authority.Archive;
using Argus.Authority.Audit;
using Argus.Authority.Authorization;
using Argus.Authority.Checkpoints;
using Argus.Authority.Clients;
using Argus.Authority.Compliance;
using Argus.Authority.Devices;
using Argus.Authority.Exchange;
using Argus.Authority.Families;
using Argus.Authority.Federation;
using Argus.Authority.Grains;
using Argus.Authority.Issuance;
using Argus.Authority.Keys;
using Argus.Authority.Logouts;
using Argus.Authority.Outbound;
using Argus.Authority.PersonalData;
using Argus.Authority.Provisioning;
using Argus.Authority.Receipts;
using Argus.Authority.Revocation;
using Argus.Authority.RevocationFeed;
using Argus.Authority.Sessions;
using Argus.Authority.SignIn;
using Argus.Authority.SignIn.Providers;
using Argus.Authority.Verification;
using Argus.Authority.Views;
using Argus.Log.Archives;

namespace Argus.Server.Hosting;

/// <summary>The use cases of <c>Argus.Authority</c>, by its folders.</summary>
internal static class AuthorityServices
{
    public static IServiceCollection AddAuthority(this IServiceCollection services, ArgusOptions options, KeyCustodies custodies) =>
        services
            .AddLogAndViews()
            .AddKeys(custodies)
            .AddClients(options.ClientCertificates)
            .AddSignIn()
            .AddUserAuthorization()
            .AddTokens()
            .AddOthersTrusted()
            .AddResourceServers()
            .AddProvisioning()
            .AddPersonalData()
            .AddCheckpoints(options.Checkpoints)
            .AddArchive(options.ArchiveDirectory)
            .AddAudit();

    private static IServiceCollection AddLogAndViews(this IServiceCollection services) =>
        services
            .AddSingleton<Aggregates>()
            .AddSingleton<TenantDirectory>().AddSingleton<FeedFollower>().AddSingleton<IssuedTokens>().AddSingleton<LabelledStreams>().AddSingleton<BesideSweeper>();

    private static IServiceCollection AddKeys(this IServiceCollection services, KeyCustodies custodies) =>
        services
            // Made by the container, as far as it knows, and so disposed by it.
            .AddSingleton(_ => custodies)
            .AddSingleton<TenantSigner>().AddSingleton<SigningKeys>().AddSingleton<KeyIntake>().AddSingleton<FirstKey>()
            .AddSingleton<KeyRotation>().AddSingleton<RingKeeper>().AddSingleton<NextKeys>().AddSingleton<PrivateHalves>()
            .AddSingleton<KeyRings>().AddSingleton<KeyArchive>().AddSingleton<ComplianceProjection>();

    /// <summary>Who asks for tokens, and how it proves who it is.</summary>
    private static IServiceCollection AddClients(this IServiceCollection services, ClientCertificateOptions certificates) =>
        services
            .AddSingleton<ClientAuthenticator>().AddSingleton<SecretUses>().AddSingleton<ClientSecrets>().AddSingleton<ISlowHash, IdentitySlowHash>()
            .AddSingleton<IClientProver, SignedAssertions>().AddSingleton<ClientKeys>()
            .AddSingleton<IClientProver, SpiffeWorkloads>()
            .AddSingleton<IClientProver, ClientCertificates>().AddSingleton(new ClientAuthorities(certificates.Authorities))
            .AddSingleton<DpopProofs>().AddSingleton<DpopNonces>();

    /// <summary>Who sits there.</summary>
    private static IServiceCollection AddSignIn(this IServiceCollection services) =>
        services
            .AddSingleton<PasswordSignIn>().AddSingleton<Passwords>().AddSingleton<SignInThrottle>()
            .AddSingleton<Handoffs>().AddSingleton<HandoffUsers>()
            .AddSingleton<DelegatedSignIns>().AddSingleton<KnownProviders>().AddSingleton<ProviderTokens>().AddSingleton<ExternalUsers>().AddSingleton<ReturnedUsers>()
            .AddSingleton<RemoteKeys>()
            .AddSingleton<BrowserSessions>().AddSingleton<SessionRecords>()
            .AddSingleton<LogoutRequests>().AddSingleton<LogoutDelivery>().AddSingleton<LogoutSender>().AddSingleton<LogoutTokens>();

    /// <summary>What users allow.</summary>
    private static IServiceCollection AddUserAuthorization(this IServiceCollection services) =>
        services
            .AddSingleton<AuthorizationRequests>().AddSingleton<PushedRequests>().AddSingleton<IdTokenHint>().AddSingleton<Consents>().AddSingleton<CodeIssuer>()
            .AddSingleton<DeviceRequests>().AddSingleton<WaitingDevices>().AddSingleton<CodeGuesses>().AddSingleton<DeviceDecisions>().AddSingleton<DevicePolls>()
            .AddSingleton<FamilyGrains>().AddSingleton<FamilyTokens>().AddSingleton<FamilyAnswers>().AddSingleton<FamilyRecords>()
            .AddSingleton<CodeRedeemer>().AddSingleton<TokenRefresher>().AddSingleton<UnknownRefreshTokens>().AddSingleton<Confirmations>().AddSingleton<FamilyRevoker>();

    private static IServiceCollection AddTokens(this IServiceCollection services) =>
        services
            .AddSingleton<TokenIssuer>().AddSingleton<TokenMint>()
            .AddSingleton<AccessTokenVerifier>().AddSingleton<TokenJudge>().AddSingleton<TrustedTokenJudge>().AddSingleton<RefreshTokenJudge>()
            .AddSingleton<Introspector>().AddSingleton<UserInfo>().AddSingleton<AuditRecorder>().AddSingleton<AuditSeals>()
            .AddSingleton<TokenRevoker>().AddSingleton<OperatorRevoker>();

    /// <summary>Who else is trusted.</summary>
    private static IServiceCollection AddOthersTrusted(this IServiceCollection services) =>
        services
            .AddSingleton<PeerTokens>().AddSingleton<PeerVerificationKeys>().AddSingleton<PeerKeyReader>().AddSingleton<TrustBundles>()
            .AddSingleton<PeerKeyRefresh>().AddSingleton<IPeerKeyRefresh>(provider => provider.GetRequiredService<PeerKeyRefresh>())
            .AddSingleton<TokenExchanger>().AddSingleton<AssertionRedeemer>().AddSingleton<SubjectTokens>().AddSingleton<SubjectTokenUse>().AddSingleton<DerivedTokens>();

    /// <summary>What others hear and tell.</summary>
    private static IServiceCollection AddResourceServers(this IServiceCollection services) =>
        services
            .AddSingleton<RevocationPolls>().AddSingleton<SignedRevocations>().AddSingleton<PollSlots>().AddSingleton<SignalPolls>().AddSingleton<SignalTokens>()
            .AddSingleton<ReceiptIntake>().AddSingleton<ReceiptVerifier>().AddSingleton<ReceiptJudge>()
            .AddSingleton<VerifierGrains>().AddSingleton<VerifierRecords>().AddSingleton<NextKeyAudience>();

    private static IServiceCollection AddProvisioning(this IServiceCollection services) =>
        services.AddSingleton<Provisioner>().AddSingleton<UserProvisioner>().AddSingleton<PeerProvisioner>().AddSingleton<FirstKeys>();

    /// <summary>What must be forgotten.</summary>
    private static IServiceCollection AddPersonalData(this IServiceCollection services) =>
        services
            .AddSingleton<PersonalKeys>().AddSingleton<TenantKeys>().AddSingleton<PersonalKeySweeper>()
            .AddSingleton<EntryWriter>().AddSingleton<EntryOpener>().AddSingleton<UserPeople>().AddSingleton<UserEraser>();

    private static IServiceCollection AddCheckpoints(this IServiceCollection services, CheckpointSettings settings) =>
        services
            .AddSingleton(settings.Options).AddSingleton(settings.Witnesses).AddSingleton<CheckpointMeter>()
            .AddSingleton<LogKeyring>().AddSingleton<LogKeyIntake>().AddSingleton<LogKeyUpkeep>().AddSingleton<LogSigners>()
            .AddSingleton<CheckpointWatches>().AddSingleton<CheckpointSigner>().AddSingleton<HeadCheck>().AddSingleton<CheckpointReports>().AddSingleton<CheckpointRounds>()
            .AddSingleton<Witnessing>().AddSingleton<IWitnessing>(provider => provider.GetRequiredService<Witnessing>()).AddSingleton<WitnessReports>()
            .AddSingleton<CheckpointArchive>().AddSingleton<LogProofs>();

    private static IServiceCollection AddArchive(this IServiceCollection services, string? directory) =>
        services
            .AddSingleton(new LogArchive(directory))
            .AddSingleton<LogArchiver>().AddSingleton<TenantArchiver>().AddSingleton<WindowDropper>().AddSingleton<WindowRestorer>()
            .AddSingleton<ArchiveOverview>().AddSingleton<ArchiveRecords>().AddSingleton<ArchiveRounds>();

    /// <summary>What auditors and operators read of the log.</summary>
    private static IServiceCollection AddAudit(this IServiceCollection services) =>
        services.AddSingleton<EventReader>().AddSingleton<ProjectionReader>().AddSingleton<VerdictReader>().AddSingleton<ExportRecorder>();
}
