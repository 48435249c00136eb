using System.Text;
using System.Text.Json.Nodes;
using Argus.Authority;
using Argus.Authority.Outbound;
using Argus.Authority.SignIn.Providers;
using Argus.Domain.DelegatedSignIns;
using Argus.Domain.IdentityProviders;
using Argus.Domain.Kernel;
using Argus.Domain.Users;
using Argus.Jose;
using Argus.Specs.Domain;
using Argus.Specs.Jose;

namespace Argus.Specs.Authority.SignIn.Providers;

public class The_word_of_an_outside_provider(Jose.Keys keys) : IClassFixture<Jose.Keys>, IOutboundDocuments, IProviderChannel
{
    private const string Issuer = "https://ally.example/t/one";
    private static readonly ProviderDescribed Provider = new("acme", "Ally", Issuer, Samples.Ally, NameSet.Of("openid"));
    private static readonly BrowserSecret Browser = new(RandomSecret.New(), DelegatedSignInId.From(Guid.CreateVersion7()));

    private readonly ManualClock _clock = new();
    private readonly Dictionary<string, string> _answers = [];
    private readonly List<string> _asked = [];
    private IReadOnlyDictionary<string, string>? _form;

    [Fact]
    public async Task is_believed_under_its_own_key_for_this_very_sign_in()
    {
        var user = await RedeemAsync();

        Assert.Equal((Issuer, "Alice-1", Seconds - 5), (user.Issuer, user.Subject, user.AuthTime));
        Assert.Equal(UserClaims.Of(new("email", ClaimValue.Of("a@ally.example")), new("name", ClaimValue.Of("Alice"))), user.Claims);
        Assert.Equal(["acme", "the code", Browser.CodeVerifier, "authorization_code", "https://us.example/cb"], _form!.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Value));
    }

    public static TheoryData<string, string?> Lies => new()
    {
        { "iss", "\"https://evil.example\"" }, { "iss", $"\"{Issuer}/\"" }, { "aud", "\"other\"" }, { "aud", "[\"acme\",\"other\"]" }, { "aud", null }, { "azp", "\"other\"" }, { "azp", "7" },
        { "nonce", "\"another\"" }, { "nonce", null }, { "sub", null }, { "sub", $"\"{new string('s', 256)}\"" }, { "exp", "1" }, { "iat", null }, { "iat", "\"now\"" },
        { "auth_time", "\"now\"" }, { "auth_time", "null" }, { "auth_time", "1.5" }, { "auth_time", "-1" }, { "auth_time", "{}" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task is_refused_when_a_claim_is_not_as_it_must_be(string claim, string? value) => await RefusesAsync(claims =>
    {
        claims.Remove(claim);
        if (value is not null)
            claims[claim] = JsonNode.Parse(value);
    });

    [Fact]
    public async Task is_refused_when_it_is_old_or_of_the_future()
    {
        await RefusesAsync(claims => claims["iat"] = Seconds - 601);
        await RefusesAsync(claims => claims["iat"] = Seconds + 61);
        await RefusesAsync(claims => claims["exp"] = Seconds + 90_000);
    }

    [Theory]
    [InlineData("""{"alg":"none","kid":"KID","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256","kid":"KID","typ":"JWT"}""")]
    [InlineData("""{"alg":"PS256","kid":"KID","typ":"JWT"}""")]
    [InlineData("""{"alg":"RS256","kid":"KID","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"RS256","kid":"KID","typ":"logout+jwt"}""")]
    [InlineData("""{"alg":"RS256","typ":"JWT"}""")]
    [InlineData("""{"alg":"RS256","kid":"unknown","typ":"JWT"}""")]
    public async Task is_refused_under_another_header(string header)
    {
        Serve();
        _answers["/token"] = Token(header.Replace("KID", keys.Issuers.Kid, StringComparison.Ordinal), keys.Issuers, Claims());

        await Assert.ThrowsAsync<ProviderException>(() => RedeemAsync());
    }

    [Fact]
    public async Task is_refused_under_a_key_that_is_not_the_providers()
    {
        Serve();
        _answers["/token"] = Token(Header(keys.Issuers), keys.Attackers, Claims());
        await Assert.ThrowsAsync<ProviderException>(() => RedeemAsync());

        _answers["/token"] = Token(Header(keys.Attackers), keys.Attackers, Claims());
        await Assert.ThrowsAsync<ProviderException>(() => RedeemAsync());
    }

    [Fact]
    public async Task under_a_new_key_makes_the_keys_be_fetched_again_but_not_all_the_time()
    {
        var tokens = Tokens();
        await RedeemAsync(tokens);
        _answers["/jwks"] = Jwks(keys.Attackers);
        _answers["/token"] = Token(Header(keys.Attackers), keys.Attackers, Claims());

        await Assert.ThrowsAsync<ProviderException>(() => RedeemAsync(tokens));
        Assert.Single(_asked, "/jwks");
        _clock.Advance(TimeSpan.FromSeconds(30));
        await RedeemAsync(tokens);
        Assert.Equal(2, _asked.Count(path => path == "/jwks"));
    }

    [Fact]
    public async Task is_refused_when_its_userinfo_tells_of_somebody_else()
    {
        Serve();
        _answers["/userinfo"] = """{"sub":"alice-1","name":"Mallory"}""";

        await Assert.ThrowsAsync<ProviderException>(() => RedeemAsync());
    }

    [Theory]
    [InlineData("/token")]
    [InlineData("/userinfo")]
    public async Task is_refused_when_the_name_of_a_member_is_broken_characters(string path)
    {
        Serve();
        _answers[path] = $$"""{"\ud800":1,{{_answers[path][1..]}}""";

        await Assert.ThrowsAsync<ProviderException>(() => RedeemAsync());
    }

    [Theory]
    [InlineData("issuer", "https://ally.example/t/one/")]
    [InlineData("issuer", "https://evil.example")]
    [InlineData("token_endpoint", "http://ally.example/token")]
    [InlineData("jwks_uri", "file:///etc/passwd")]
    [InlineData("authorization_endpoint", "https://user@ally.example/authorize")]
    [InlineData("userinfo_endpoint", "ftp://ally.example/x")]
    public async Task is_not_asked_for_when_its_metadata_is_another_s_or_unsafe(string member, string value)
    {
        Serve();
        var metadata = JsonNode.Parse(_answers["/t/one/.well-known/openid-configuration"])!;
        metadata[member] = value;
        _answers["/t/one/.well-known/openid-configuration"] = metadata.ToJsonString();

        await Assert.ThrowsAsync<ProviderException>(() => RedeemAsync());
        Assert.Equal(["/t/one/.well-known/openid-configuration"], _asked);
    }

    Task<OutboundDocument> IOutboundDocuments.GetAsync(Uri uri, OutboundLimits? limits, CancellationToken cancellation)
    {
        _asked.Add(uri.AbsolutePath);
        Assert.NotEqual("/userinfo", uri.AbsolutePath);
        return Task.FromResult(new OutboundDocument(Answer(uri), "application/json", null, null));
    }

    Task<ReadOnlyMemory<byte>> IProviderChannel.GetAsync(Uri uri, string bearer)
    {
        _asked.Add(uri.AbsolutePath);
        Assert.Equal(("/userinfo", "the access token"), (uri.AbsolutePath, bearer));
        return Task.FromResult(Answer(uri));
    }

    Task<ReadOnlyMemory<byte>> IProviderChannel.PostAsync(Uri uri, IReadOnlyDictionary<string, string> form)
    {
        _form = form;
        return Task.FromResult(Answer(uri));
    }

    private ReadOnlyMemory<byte> Answer(Uri uri) => Encoding.UTF8.GetBytes(_answers[uri.AbsolutePath]);

    private long Seconds => _clock.GetUtcNow().ToUnixTimeSeconds();

    private ProviderTokens Tokens() => new(this, new KnownProviders(this, new RemoteKeys(this, _clock), _clock), _clock);

    private async Task<ProvenUser> RedeemAsync(ProviderTokens? tokens = null)
    {
        if (_answers.Count == 0)
            Serve();
        return await (tokens ?? Tokens()).RedeemAsync(Provider, Browser, "the code", "https://us.example/cb");
    }

    private async Task RefusesAsync(Action<JsonObject> lie)
    {
        Serve();
        var claims = Claims();
        lie(claims);
        _answers["/token"] = Token(Header(keys.Issuers), keys.Issuers, claims);
        await Assert.ThrowsAsync<ProviderException>(() => RedeemAsync());
    }

    /// <summary>A provider that does all as it should.</summary>
    private void Serve()
    {
        _answers["/t/one/.well-known/openid-configuration"] = $$"""
            {"issuer":"{{Issuer}}","authorization_endpoint":"https://ally.example/authorize","token_endpoint":"https://ally.example/token",
             "jwks_uri":"https://ally.example/jwks","userinfo_endpoint":"https://ally.example/userinfo"}
            """;
        _answers["/jwks"] = Jwks(keys.Issuers);
        _answers["/token"] = Token(Header(keys.Issuers), keys.Issuers, Claims());
        _answers["/userinfo"] = """{"sub":"Alice-1","name":"Alice","groups":["admins"],"role":"admin","acr":"9"}""";
    }

    private JsonObject Claims() => new()
    {
        ["iss"] = Issuer, ["sub"] = "Alice-1", ["aud"] = "acme", ["exp"] = Seconds + 300, ["iat"] = Seconds, ["nonce"] = Browser.Nonce, ["auth_time"] = Seconds - 5,
        ["name"] = "Al", ["email"] = "a@ally.example", ["email_verified"] = "yes",
    };

    private static string Header(SigningKey key) => $$"""{"alg":"RS256","kid":"{{key.Kid}}","typ":"JWT"}""";

    private static string Token(string header, SigningKey key, JsonObject claims) =>
        $$"""{"access_token":"the access token","token_type":"Bearer","id_token":"{{Forge.Sign(key, header, claims.ToJsonString())}}"}""";

    private static string Jwks(SigningKey key) => Encoding.UTF8.GetString(JwkSet.Write([key.PublicJwk]));
}
