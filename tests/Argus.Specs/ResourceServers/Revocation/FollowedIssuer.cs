using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Argus.Jose;
using Argus.ResourceServer;
using Argus.ResourceServer.Keys;
using Argus.ResourceServer.Revocation;
using Argus.ResourceServer.Telemetry;
using Argus.Specs.Jose;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Specs.ResourceServers.Revocation;

/// <summary>A feed that is followed one question at a time, on a clock that stands still; what the issuer answers, a spec says.</summary>
internal sealed class FollowedIssuer : HttpMessageHandler, IMeterFactory
{
    public const string Issuer = Forge.Issuer;

    private readonly Meter _meter = new("spec");
    private readonly SigningKey _key;

    public FollowedIssuer(SigningKey key, TimeSpan? maxStaleness = null, Action<ArgusOptions>? configure = null)
    {
        _key = key;
        var options = new ArgusOptions { Audience = Forge.Audience, TimeProvider = Clock, MaxStaleness = maxStaleness ?? TimeSpan.FromSeconds(60) };
        configure?.Invoke(options);
        Observer = new Observer(NullLogger.Instance, new GuardMeter(this));
        var fetcher = DocumentFetcher.Over(this, Clock);
        Keys = new IssuerKeys(Issuer, fetcher, options.KeysStaleFor, Clock, Observer);
        Feed = new FollowedFeed(new RevocationSource(Issuer, Keys, fetcher, options.MaxStaleness, options), Clock, Observer);
    }

    public ManualClock Clock { get; } = new();

    public Observer Observer { get; }

    public IssuerKeys Keys { get; }

    public FollowedFeed Feed { get; }

    public long Now => Clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The next answer of the feed; null: it is unreachable.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage>? Answer { get; set; }

    public List<string> Asked { get; } = [];

    public string Document(string kind, long from, long epoch, string items = "", long? iat = null, SigningKey? by = null, string? typ = null, string? iss = null, string more = "")
    {
        var key = by ?? _key;
        var at = iat ?? Now;
        return Forge.Sign(
            key,
            $$"""{"alg":"RS256","kid":"{{key.Kid}}","typ":"{{typ ?? TokenType.Revocations}}"}""",
            $$"""{"iss":"{{iss ?? Issuer}}","iat":{{at}},"exp":{{at + 300}},"kind":"{{kind}}","from":{{from}},"epoch":{{epoch}},"items":[{{items}}]{{more}}}""");
    }

    public string Snapshot(long epoch, string items = "", long? iat = null) => Document("snapshot", 0, epoch, items, iat);

    public string Delta(long from, long epoch, string items = "", long? iat = null) => Document("delta", from, epoch, items, iat);

    public Task<bool?> PollAsync(string document, int wait = 0) => PollAsync(_ => Sent(document), wait);

    public async Task<bool?> PollAsync(Func<HttpRequestMessage, HttpResponseMessage>? answer, int wait = 0)
    {
        Answer = answer;
        return await Feed.PollAsync(wait, CancellationToken.None);
    }

    public static HttpResponseMessage Sent(string document, string type = "application/revocations+jwt") =>
        new(HttpStatusCode.OK) { Content = new StringContent(document, Encoding.ASCII, type) };

    public RevocationAnswer Ask(string more = "", string? iat = null, string iss = Issuer, string sub = "alice", string client = "orders", string jti = "j1", string prefix = "")
    {
        var issued = iat ?? $"{Forge.Seconds}";
        var text = Forge.Sign(_key, Forge.Header(_key), Forge.Payload(iss: $"\"{iss}\"", sub: $"\"{sub}\"", client: $"\"{client}\"", jti: $"\"{jti}\"", iat: issued, nbf: issued, more: more));
        using var key = new VerificationKey(_key.PublicJwk);
        Assert.Equal(TokenFault.None, JwtValidator.Validate(Encoding.ASCII.GetBytes(text), Forge.Rules with { Issuer = iss }, _ => key, Forge.Now, out var verified));
        var claims = default(Argus.ResourceServer.Validation.DelegationClaims);
        Assert.True(claims.TryRead(verified!.Payload.Span));
        return Feed.Ask(new AccessToken(verified)
        {
            FamilyId = claims.FamilyId,
            Actors = claims.Actors ?? [],
            Ancestors = claims.Ancestors ?? [],
            NamePrefix = prefix,
        });
    }

    Meter IMeterFactory.Create(MeterOptions options) => _meter;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var url = request.RequestUri!.AbsoluteUri;
        var response = url switch
        {
            Issuer + FakeIssuers.MetadataPath =>
                FakeIssuers.Json($$"""{"issuer":"{{Issuer}}","jwks_uri":"{{Issuer}}{{FakeIssuers.KeysPath}}","revocation_feed_endpoint":"{{Issuer}}/revocations"}""")(request),
            Issuer + FakeIssuers.KeysPath => FakeIssuers.Json(Encoding.UTF8.GetString(JwkSet.Write([_key.PublicJwk])))(request),
            _ => Feeds(request, url),
        };
        return Task.FromResult(response);
    }

    private HttpResponseMessage Feeds(HttpRequestMessage request, string url)
    {
        Asked.Add(url[(Issuer.Length)..]);
        var response = Answer?.Invoke(request) ?? throw new HttpRequestException("down");
        response.RequestMessage = request;
        return response;
    }

    protected override void Dispose(bool disposing)
    {
        Keys.Dispose();
        _meter.Dispose();
        base.Dispose(disposing);
    }
}
