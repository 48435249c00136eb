namespace Argus.IntegrationTests.Interop.Sessions;

public sealed class A_single_page_app_at_Argus(ArgusAuthority authority, Chromium chromium)
    : A_single_page_app(authority, chromium), IClassFixture<ArgusAuthority>, IClassFixture<Chromium>
{
    protected override bool AsksBeforeSignOut => false;
}
