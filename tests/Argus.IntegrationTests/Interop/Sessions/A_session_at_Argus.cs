namespace Argus.IntegrationTests.Interop.Sessions;

public sealed class A_session_at_Argus(ArgusAuthority authority) : A_session(authority), IClassFixture<ArgusAuthority>;
