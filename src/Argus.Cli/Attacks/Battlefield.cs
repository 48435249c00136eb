using Argus.Cli.Connecting;

namespace Argus.Cli.Attacks;

/// <summary>Two tenants of one deployment, and the requests that attacks and controls are made of.</summary>
/// <param name="A">Whose credentials are stolen.</param>
/// <param name="B">Where they are tried.</param>
/// <param name="Root">The deployment's public URL, without a slash at its end.</param>
/// <param name="Wire">The way there.</param>
/// <param name="Admin">The operator, who is allowed everything.</param>
internal sealed record Battlefield(Side A, Side B, string Root, Wire Wire, AdminClient Admin)
{
    public const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";
    public const string JwtType = "urn:ietf:params:oauth:token-type:jwt";
    public const string ExchangeGrant = "urn:ietf:params:oauth:grant-type:token-exchange";
    public const string JwtBearerGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    public const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    public static (string Name, string Value)[] ClientCredentials { get; } = [("grant_type", "client_credentials")];

    /// <summary>The browser of each side's user, signed in.</summary>
    public Dictionary<Side, Browser> Browsers { get; } = [];

    public Browser NewBrowser() => new(Wire, Root);

    /// <exception cref="MissingCredential">That user never signed in.</exception>
    public Browser BrowserOf(Side side) => Browsers.TryGetValue(side, out var browser) ? browser : throw new MissingCredential(Credentials.Session);

    public Task<Answer> TokenAsync(Side at, Caller caller, params (string Name, string Value)[] form) => Wire.PostAsync(at.TokenUrl, caller, form);

    public Task<Answer> IntrospectAsync(Side at, Caller caller, string token) => Wire.PostAsync($"{at.Issuer}/oauth/introspect", caller, [("token", token)]);

    public Task<Answer> RevokeAsync(Side at, Caller caller, string token) => Wire.PostAsync($"{at.Issuer}/oauth/revoke", caller, [("token", token)]);

    public Task<Answer> UserInfoAsync(Side at, string token) => Wire.GetAsync(UserInfoUrl(at), ("Authorization", $"Bearer {token}"));

    /// <summary>With a proof of the key of the token's tenant, made for the place where it is shown (RFC 9449 §7).</summary>
    public Task<Answer> UserInfoAsync(Side at, string token, KeyPair key) => Wire.GetAsync(
        UserInfoUrl(at), ("Authorization", $"DPoP {token}"), ("DPoP", key.Proof("GET", UserInfoUrl(at), TimeProvider.System.GetUtcNow(), token)));

    public Task<Answer> ExchangeAsync(Side at, Caller caller, string subject, string type = AccessTokenType, string? actor = null) => TokenAsync(at, caller,
    [
        ("grant_type", ExchangeGrant), ("subject_token", subject), ("subject_token_type", type), ("resource", Side.Next),
        .. actor is null ? Array.Empty<(string, string)>() : [("actor_token", actor), ("actor_token_type", AccessTokenType)],
    ]);

    /// <summary>The code of a side's client, redeemed at a side.</summary>
    public Task<Answer> RedeemAsync(Side at, string code, string verifier, params (string Name, string Value)[] headers) => Wire.PostAsync(at.TokenUrl, Caller.Public(Side.Spa),
        [("grant_type", "authorization_code"), ("code", code), ("code_verifier", verifier), ("redirect_uri", Side.Callback)], headers);

    public Task<Answer> RefreshAsync(Side at, string token) => TokenAsync(at, Caller.Public(Side.Spa), ("grant_type", "refresh_token"), ("refresh_token", token));

    public Task<Answer> PollDeviceAsync(Side at, string code) => TokenAsync(at, Caller.Public(Side.Tv), ("grant_type", DeviceGrant), ("device_code", code));

    public static string UserInfoUrl(Side at) => $"{at.Issuer}/oauth/userinfo";

    public static string AuthorizeUrl(Side at, Side of, params (string Name, string Value)[] more) => $"{at.Issuer}/oauth/authorize?{Wire.Encode([.. Request(of), .. more])}";

    public static string AuthorizeUrl(Side at, string requestUri) => $"{at.Issuer}/oauth/authorize?{Wire.Encode(("client_id", Side.Spa), ("request_uri", requestUri))}";

    /// <summary>What the client of a side asks for (RFC 6749 §4.1.1, RFC 7636 §4.3).</summary>
    public static (string Name, string Value)[] Request(Side of) =>
    [
        ("response_type", "code"), ("client_id", Side.Spa), ("redirect_uri", Side.Callback), ("scope", $"openid offline_access {Side.Scope}"), ("state", "s"), ("nonce", "n"),
        ("code_challenge", Secret.ChallengeOf(of.Verifier)), ("code_challenge_method", "S256"),
    ];
}
