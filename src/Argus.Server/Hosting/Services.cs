using System.Net;
using Argus.Authority;
using Argus.Authority.Audit;
using Argus.Authority.Authorization;
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
using Argus.Authority.Provisioning;
using Argus.Authority.Receipts;
using Argus.Authority.Replay;
using Argus.Authority.Revocation;
using Argus.Authority.RevocationFeed;
using Argus.Authority.Sessions;
using Argus.Authority.SignIn;
using Argus.Authority.SignIn.Providers;
using Argus.Authority.Verification;
using Argus.Authority.Views;
using Argus.Log;
using Argus.Postgres;
using Argus.Postgres.Log;
using Argus.Server.Outbound;
using Argus.Server.Pages;
using Argus.Server.Protocol;
using Argus.Server.Protocol.Authorization;
using Argus.Server.Protocol.Device;
using Argus.Server.Protocol.Discovery;
using Argus.Server.Protocol.Introspection;
using Argus.Server.Protocol.OpenId;
using Argus.Server.Protocol.Receipts;
using Argus.Server.Protocol.Revocation;
using Argus.Server.Protocol.RevocationFeed;
using Argus.Server.Protocol.Shared;
using Argus.Server.Protocol.SignIn;
using Argus.Server.Protocol.SignIn.Providers;
using Argus.Server.Protocol.Token;
using Argus.Server.Tenancy;

namespace Argus.Server.Hosting;

/// <summary>Who is made of what. One list, in the order of a request's walk.</summary>
internal static class Services
{
    public static IServiceCollection AddArgus(this IServiceCollection services, ArgusOptions options, ArgusDatabase database, KeyCustodies custodies, TimeProvider clock)
    {
        services.AddSingleton(clock).AddSingleton(options).AddSingleton(database);
        services.AddSingleton(new AuthorityOptions(options.AppendTimeout, options.MaxStaleness));
        services.AddSingleton(new Issuers(options.PublicUrl, options.DefaultTenant));

        services.AddSingleton<Dispatcher>().AddSingleton<RequestTarget>().AddSingleton<HealthEndpoints>().AddSingleton<Readiness>().AddSingleton<CustodyProof>();
        services.AddSingleton<ClientAuthentication>().AddSingleton<PresentedCertificate>().AddSingleton<TokenRequestBinding>().AddSingleton<ProofOfPossession>();
        services.AddSingleton<IGrant, ClientCredentialsGrant>();
        services.AddSingleton<IGrant, AuthorizationCodeGrant>();
        services.AddSingleton<IGrant, RefreshTokenGrant>();
        services.AddSingleton<IGrant, DeviceCodeGrant>();
        services.AddSingleton<IGrant, TokenExchangeGrant>();
        services.AddSingleton<IGrant, JwtBearerGrant>();
        services.AddSingleton<SignedIntrospection>();
        services.AddSingleton<FormGuard>().AddSingleton<SessionCookie>().AddSingleton<AuthorizationAnswer>();
        services.AddSingleton<SignInStep>().AddSingleton<ConsentStep>().AddSingleton<CodeStep>();
        services.AddSingleton<IEndpoint, AuthorizationEndpoint>();
        services.AddSingleton<IEndpoint, PushedAuthorizationEndpoint>();
        services.AddSingleton<PasswordForm>().AddSingleton<HandoffSignIn>().AddSingleton<HandoffReturn>();
        services.AddSingleton<DeviceAuthorization>().AddSingleton<DevicePages>().AddSingleton<DeviceSignIn>().AddSingleton<DeviceCookie>();
        services.AddSingleton<IEndpoint, HandoffEndpoint>();
        services.AddSingleton<IEndpoint, DeviceEndpoint>();
        services.AddSingleton<IEndpoint, DeviceVerifyEndpoint>();
        services.AddSingleton<IEndpoint, TokenEndpoint>();
        services.AddSingleton<IEndpoint, IntrospectionEndpoint>();
        services.AddSingleton<IEndpoint, RevocationEndpoint>();
        services.AddSingleton<IEndpoint, RevocationFeedEndpoint>().AddSingleton<RevocationStream>();
        services.AddSingleton<IEndpoint, SignalPollEndpoint>().AddSingleton<IEndpoint, SignalStreamEndpoint>().AddSingleton<IEndpoint, SignalConfigurationEndpoint>();
        services.AddSingleton<IEndpoint, ReceiptEndpoint>();
        services.AddSingleton<IExternalSignIn, ExternalSignIn>().AddSingleton<SignInSecretCookie>().AddSingleton<CallbackAnswer>();
        services.AddSingleton<IEndpoint, SignInCallbackEndpoint>();
        services.AddSingleton<IEndpoint, UserInfoEndpoint>();
        services.AddSingleton<IEndpoint, LogoutEndpoint>();
        services.AddSingleton<IEndpoint, JwksEndpoint>();
        services.AddSingleton<IEndpoint, TrustBundleEndpoint>();
        services.AddSingleton<IEndpoint, MetadataEndpoint>().AddSingleton<ClientAuthenticationMetadata>();

        services.AddSingleton<ClientAuthenticator>().AddSingleton<SecretUses>().AddSingleton<ClientSecrets>().AddSingleton<ISlowHash, IdentitySlowHash>();
        services.AddSingleton<IClientProver, SignedAssertions>().AddSingleton<ClientKeys>();
        services.AddSingleton<IClientProver, SpiffeWorkloads>();
        services.AddSingleton<DpopProofs>().AddSingleton<DpopNonces>();
        services.AddSingleton<IClientProver, ClientCertificates>().AddSingleton(new ClientAuthorities(options.ClientCertificates.Authorities));
        services.AddSingleton<Handoffs>().AddSingleton<HandoffUsers>();
        services.AddSingleton<DeviceRequests>().AddSingleton<WaitingDevices>().AddSingleton<CodeGuesses>().AddSingleton<DeviceDecisions>().AddSingleton<DevicePolls>();
        services.AddSingleton<PasswordSignIn>().AddSingleton<Passwords>().AddSingleton<SignInThrottle>();
        services.AddSingleton<TokenIssuer>().AddSingleton<TokenMint>().AddSingleton<AccessTokenVerifier>().AddSingleton<Introspector>().AddSingleton<TokenJudge>().AddSingleton<TrustedTokenJudge>().AddSingleton<TokenRevoker>().AddSingleton<AuditRecorder>();
        services.AddSingleton<AuthorizationRequests>().AddSingleton<PushedRequests>().AddSingleton<IdTokenHint>().AddSingleton<Consents>().AddSingleton<CodeIssuer>();
        services.AddSingleton<TokenExchanger>().AddSingleton<AssertionRedeemer>().AddSingleton<SubjectTokens>().AddSingleton<SubjectTokenUse>().AddSingleton<DerivedTokens>();
        services.AddSingleton<FamilyGrains>().AddSingleton<FamilyTokens>().AddSingleton<FamilyAnswers>().AddSingleton<CodeRedeemer>().AddSingleton<TokenRefresher>().AddSingleton<UnknownRefreshTokens>().AddSingleton<RefreshTokenJudge>();
        services.AddSingleton<RevocationPolls>().AddSingleton<SignedRevocations>().AddSingleton<PollSlots>().AddSingleton<SignalPolls>().AddSingleton<SignalTokens>();
        services.AddSingleton<FamilyRevoker>().AddSingleton<Confirmations>().AddSingleton<BrowserSessions>();
        services.AddSingleton<LabelledStreams>().AddSingleton<FamilyRecords>().AddSingleton<SessionRecords>().AddSingleton<OperatorRevoker>();
        services.AddSingleton<DelegatedSignIns>().AddSingleton<KnownProviders>().AddSingleton<ProviderTokens>().AddSingleton<ExternalUsers>().AddSingleton<ReturnedUsers>().AddSingleton<IProviderChannel, HttpProviderChannel>();
        services.AddSingleton(options.Outbound).AddSingleton<HostResolver>(Dns.GetHostAddressesAsync).AddSingleton<GuardedConnections>().AddSingleton<OutboundHttp>();
        services.AddSingleton<IOutboundDocuments, HttpOutboundDocuments>().AddSingleton<RemoteKeys>();
        services.AddSingleton<UserInfo>().AddSingleton<LogoutRequests>();
        services.AddSingleton<LogoutDelivery>().AddSingleton<LogoutSender>().AddSingleton<LogoutTokens>().AddSingleton<ILogoutChannel, HttpLogoutChannel>();
        services.AddSingleton<ReceiptIntake>().AddSingleton<ReceiptVerifier>().AddSingleton<ReceiptJudge>().AddSingleton<VerifierGrains>().AddSingleton<VerifierRecords>().AddSingleton<NextKeyAudience>();
        services.AddSingleton<PeerTokens>().AddSingleton<PeerVerificationKeys>().AddSingleton<PeerKeyReader>().AddSingleton<PeerKeyRefresh>().AddSingleton<TrustBundles>();
        services.AddSingleton<IPeerKeyRefresh>(provider => provider.GetRequiredService<PeerKeyRefresh>());
        services.AddSingleton<Provisioner>().AddSingleton<UserProvisioner>().AddSingleton<PeerProvisioner>().AddSingleton<FirstKey>().AddSingleton<FirstStart>().AddSingleton<Preparation>();
        services.AddSingleton<TenantDirectory>().AddSingleton<FeedFollower>().AddSingleton<BesideSweeper>().AddSingleton<IssuedTokens>();
        services.AddSingleton<TenantSigner>().AddSingleton<SigningKeys>().AddSingleton(_ => custodies).AddSingleton<IPrivateKeyStore, PrivateKeyStore>().AddSingleton<IReplayCache, ReplayTable>();
        services.AddSingleton<KeyRotation>().AddSingleton<RingKeeper>().AddSingleton<NextKeys>().AddSingleton<PrivateHalves>().AddSingleton<KeyIntake>();
        services.AddSingleton<KeyRings>().AddSingleton<KeyArchive>().AddSingleton<ComplianceProjection>().AddSingleton<EventReader>();
        return services.AddSingleton<Aggregates>().AddSingleton<IEventLog, PostgresEventLog>();
    }
}
