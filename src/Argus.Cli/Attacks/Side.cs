using System.Text.Json;

namespace Argus.Cli.Attacks;

/// <summary>One of the two tenants: its names, its secrets, and what was got with them. All names are the same in both, all secrets differ.</summary>
internal sealed class Side(string letter, string name, string root) : IDisposable
{
    public const string Api = "https://api.attack.example";
    public const string Next = "https://next.attack.example";
    public const string Callback = "https://app.attack.example/cb";
    public const string Scope = "orders.read";
    public const string Kid = "one";
    public const string User = "alice";

    public const string Service = "service";
    public const string ApiServer = "api";
    public const string Signer = "signer";
    public const string Spa = "spa";
    public const string Tv = "tv";
    public const string Web = "web";

    private static readonly TimeSpan AssertionLifetime = TimeSpan.FromSeconds(120);

    private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);

    /// <summary>A or B, as the table calls it.</summary>
    public string Letter { get; } = letter;

    /// <summary>The tenant's.</summary>
    public string Name { get; } = name;

    public string Issuer { get; } = $"{root}/t/{name}";

    /// <summary>A client that the other tenant does not have.</summary>
    public string OwnClient => $"only-{Letter.ToLowerInvariant()}";

    public string ServiceSecret { get; } = Secret.New();

    public string ApiSecret { get; } = Secret.New();

    public string Password { get; } = Secret.New();

    public string Verifier { get; } = Secret.New();

    public KeyPair Keys { get; } = new();

    public Caller ByBasic => Caller.Basic(Service, ServiceSecret);

    public Caller ByPost => Caller.Post(Service, ServiceSecret);

    /// <summary>A client with a secret, through which users sign in.</summary>
    public Caller AsWeb => Caller.Basic(Web, ServiceSecret);

    /// <summary>The client that serves the API: it introspects, exchanges, polls.</summary>
    public Caller AsApi => Caller.Basic(ApiServer, ApiSecret);

    public string TokenUrl => $"{Issuer}/oauth/token";

    /// <summary>An assertion of this tenant's client, for an issuer.</summary>
    public string AssertionFor(string audience) => Keys.Sign("JWT", Kid, new
    {
        iss = Signer, sub = Signer, aud = audience, jti = Secret.New(), iat = Seconds(TimeSpan.Zero), exp = Seconds(AssertionLifetime),
    });

    /// <summary>Keeps a credential under its name.</summary>
    public void Keep(string credential, string value) => _kept[credential] = value;

    /// <exception cref="MissingCredential">There is none.</exception>
    public string Show(string credential) => _kept.TryGetValue(credential, out var value) ? value : throw new MissingCredential(credential);

    /// <summary>The <c>kid</c> under which this tenant signs.</summary>
    public string SigningKid => Part(Show(Credentials.ServiceToken), 0).GetProperty("kid").GetString() ?? throw new MissingCredential("kid");

    /// <summary>A part of a JWS, as JSON.</summary>
    public static JsonElement Part(string jws, int part)
    {
        try
        {
            return JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(jws.Split('.')[part])).RootElement;
        }
        catch (Exception e) when (e is FormatException or JsonException or IndexOutOfRangeException)
        {
            throw new MissingCredential("token that can be read");
        }
    }

    public static long Seconds(TimeSpan fromNow) => (TimeProvider.System.GetUtcNow() + fromNow).ToUnixTimeSeconds();

    public void Dispose() => Keys.Dispose();
}
