namespace Argus.Cli.Attacks;

/// <summary>The resources of a tenant, as the table calls them.</summary>
internal static class Resources
{
    public const string Admin = "admin";
    public const string Authorize = "authorize";
    public const string Device = "device";
    public const string Exchange = "exchange";
    public const string Handoff = "handoff";
    public const string Introspection = "introspection";
    public const string JwtBearer = "jwt-bearer";
    public const string Logout = "logout";
    public const string Metadata = "metadata";
    public const string Par = "par";
    public const string Receipts = "receipts";
    public const string Revocation = "revocation";
    public const string Ssf = "ssf";
    public const string Token = "token";
    public const string UserInfo = "userinfo";
}

/// <summary>The credentials of a tenant, as the table calls them. Those that are kept are kept under these names.</summary>
internal static class Credentials
{
    public const string AdminToken = "access token with scope argus.admin";
    public const string Assertion = "client assertion";
    public const string BoundToken = "DPoP-bound access token";
    public const string ClientId = "client id";
    public const string ClientSecret = "client secret";
    public const string Code = "authorization code";
    public const string ConsentForm = "consent form";
    public const string DeviceCode = "device code";
    public const string ExchangedToken = "access token from an exchange";
    public const string Feed = "revocation feed";
    public const string ForgedToken = "forged access token";
    public const string Handoff = "login handoff";
    public const string IdToken = "ID token";
    public const string Password = "password";
    public const string Receipts = "receipts";
    public const string RefreshToken = "refresh token";
    public const string RequestUri = "pushed request_uri";
    public const string ServiceToken = "access token of a service";
    public const string Session = "session cookie";
    public const string TrustBundle = "trust bundle";
    public const string UserCode = "user code";
    public const string UserToken = "access token of a user";
}
