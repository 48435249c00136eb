using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Interop.Sessions;

/// <summary>Who takes part in a session: a person, the clients that act for her, and the API that they call.</summary>
internal static class Participants
{
    public const string Scope = "openid profile offline_access orders.read";
    public const string Resource = Known.Orders;
    public const string WebRedirect = "https://app.acme.example/callback";
    public const string WebSignedOut = "https://app.acme.example/signed-out";

    /// <summary>Registered without a port, as RFC 8252 §7.3 lets a loopback redirect be.</summary>
    public const string SpaRedirect = "http://127.0.0.1/callback";

    public const string Spa = "spa";
    public const string Device = "tv";

    public static readonly Client Alice = new("alice", "correct horse & battery <staple> 7");
    public static readonly Client Web = new("web", "web-7Kd2mPq9Zx4Tc1Rw8Yn5Sv3Gj6Bf0Le_UoIXKabcd");
    public static readonly Client Api = Known.OrdersApi;
}
