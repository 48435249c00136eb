namespace Argus.IntegrationTests.Interop.Sessions;

[Collection(ArgusAuthorityCollection.Name)]
public sealed class A_single_page_app_at_Argus(ArgusAuthority authority, Chromium chromium)
    : A_single_page_app(authority, chromium)
{
    protected override bool AsksBeforeSignOut => false;
}
