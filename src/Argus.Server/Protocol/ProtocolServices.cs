using Argus.Authority.Logouts;
using Argus.Authority.SignIn.Providers;
using Argus.Server.Pages;
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

namespace Argus.Server.Protocol;

/// <summary>The tenants' endpoints and what they are made of, in the order of a request's walk.</summary>
internal static class ProtocolServices
{
    public static IServiceCollection AddProtocol(this IServiceCollection services) =>
        services
            .AddSingleton<Dispatcher>().AddSingleton<RequestTarget>()
            .AddShared()
            .AddAuthorizationEndpoints()
            .AddSignInEndpoints()
            .AddDeviceEndpoints()
            .AddTokenEndpoint()
            .AddOpenIdEndpoints()
            .AddResourceServerEndpoints()
            .AddDocuments();

    private static IServiceCollection AddShared(this IServiceCollection services) =>
        services
            .AddSingleton<ClientAuthentication>().AddSingleton<PresentedCertificate>().AddSingleton<TokenRequestBinding>().AddSingleton<ProofOfPossession>()
            .AddSingleton<FormGuard>().AddSingleton<SessionCookie>();

    private static IServiceCollection AddAuthorizationEndpoints(this IServiceCollection services) =>
        services
            .AddSingleton<IEndpoint, AuthorizationEndpoint>().AddSingleton<IEndpoint, PushedAuthorizationEndpoint>()
            .AddSingleton<SignInStep>().AddSingleton<ConsentStep>().AddSingleton<CodeStep>().AddSingleton<AuthorizationAnswer>();

    private static IServiceCollection AddSignInEndpoints(this IServiceCollection services) =>
        services
            .AddSingleton<PasswordForm>()
            .AddSingleton<IEndpoint, HandoffEndpoint>().AddSingleton<HandoffSignIn>().AddSingleton<HandoffReturn>()
            .AddSingleton<IEndpoint, SignInCallbackEndpoint>().AddSingleton<IExternalSignIn, ExternalSignIn>()
            .AddSingleton<SignInSecretCookie>().AddSingleton<CallbackAnswer>().AddSingleton<IProviderChannel, HttpProviderChannel>();

    private static IServiceCollection AddDeviceEndpoints(this IServiceCollection services) =>
        services
            .AddSingleton<IEndpoint, DeviceEndpoint>().AddSingleton<DeviceAuthorization>()
            .AddSingleton<IEndpoint, DeviceVerifyEndpoint>().AddSingleton<DevicePages>().AddSingleton<DeviceSignIn>().AddSingleton<DeviceCookie>();

    /// <summary>The metadata document lists the grants in this order.</summary>
    private static IServiceCollection AddTokenEndpoint(this IServiceCollection services) =>
        services
            .AddSingleton<IEndpoint, TokenEndpoint>()
            .AddSingleton<IGrant, ClientCredentialsGrant>()
            .AddSingleton<IGrant, AuthorizationCodeGrant>()
            .AddSingleton<IGrant, RefreshTokenGrant>()
            .AddSingleton<IGrant, DeviceCodeGrant>()
            .AddSingleton<IGrant, TokenExchangeGrant>()
            .AddSingleton<IGrant, JwtBearerGrant>();

    private static IServiceCollection AddOpenIdEndpoints(this IServiceCollection services) =>
        services
            .AddSingleton<IEndpoint, UserInfoEndpoint>()
            .AddSingleton<IEndpoint, LogoutEndpoint>().AddSingleton<ILogoutChannel, HttpLogoutChannel>();

    private static IServiceCollection AddResourceServerEndpoints(this IServiceCollection services) =>
        services
            .AddSingleton<IEndpoint, IntrospectionEndpoint>().AddSingleton<SignedIntrospection>()
            .AddSingleton<IEndpoint, RevocationEndpoint>()
            .AddSingleton<IEndpoint, RevocationFeedEndpoint>().AddSingleton<RevocationStream>()
            .AddSingleton<IEndpoint, SignalPollEndpoint>().AddSingleton<IEndpoint, SignalStreamEndpoint>().AddSingleton<IEndpoint, SignalConfigurationEndpoint>()
            .AddSingleton<IEndpoint, ReceiptEndpoint>();

    private static IServiceCollection AddDocuments(this IServiceCollection services) =>
        services
            .AddSingleton<IEndpoint, JwksEndpoint>()
            .AddSingleton<IEndpoint, TrustBundleEndpoint>()
            .AddSingleton<IEndpoint, LogKeysEndpoint>()
            .AddSingleton<IEndpoint, MetadataEndpoint>().AddSingleton<ClientAuthenticationMetadata>();
}
