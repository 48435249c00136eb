namespace Argus.IntegrationTests.Interop.Sessions;

[Collection(OidcProviderAuthorityCollection.Name)]
public sealed class A_session_at_oidc_provider(OidcProviderAuthority authority) : A_session(authority);
