namespace Argus.IntegrationTests.Interop.Sessions;

[Collection(ArgusAuthorityCollection.Name)]
public sealed class A_session_at_Argus(ArgusAuthority authority) : A_session(authority);
