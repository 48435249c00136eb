namespace Argus.IntegrationTests.Interop.Sessions;

[Collection(OidcProviderAuthorityCollection.Name)]
public sealed class A_single_page_app_at_oidc_provider(OidcProviderAuthority authority, Chromium chromium)
    : A_single_page_app(authority, chromium);
