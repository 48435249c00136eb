using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Argus.Authority.Clients;
using Argus.Authority.Exchange;
using Argus.Authority.Issuance;
using Argus.Authority.Keys;
using Argus.Authority.Replay;
using Argus.Authority.Verification;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.Specs.Authority.Families;

namespace Argus.Specs.Authority.Exchange;

/// <summary>Services that call one another for a user: <c>api</c> serves one resource, <c>stock</c> the next, <c>depot</c> the one behind it.</summary>
internal sealed class SpecExchange : IAsyncDisposable
{
    public const string Stock = "https://stock.example";
    public const string Depot = "https://depot.example";

    private readonly TokenExchanger _exchanger;
    private readonly AssertionRedeemer _redeemer;

    private SpecExchange(SpecApp app)
    {
        App = app;
        Replay = new ReplayDouble(app.Node.Clock);
        var node = app.Node;
        var uses = new SubjectTokenUse(Replay, node.Issuers, node.Clock);
        var derived = new DerivedTokens(new TenantSigner(node.Keys, node.Views), node.Mint, node.Clock);
        _exchanger = new TokenExchanger(new SubjectTokens(new TrustedTokenJudge(node.Judge, node.PeerTokens), node.Judge, node.Recorder, node.Issuers), derived, uses, node.Views);
        _redeemer = new AssertionRedeemer(node.PeerTokens, derived, uses, node.Recorder, node.Views);
    }

    public SpecApp App { get; }

    public SpecNode Node => App.Node;

    public ReplayDouble Replay { get; }

    public static async Task<SpecExchange> StartAsync(string policy = "{}")
    {
        var app = await SpecApp.StartAsync(policy);
        var exchange = new SpecExchange(app);
        await exchange.ApplyAsync(
            $$"""
              "resources":[{"resource":"{{Stock}}","scopes":["read","write","stock"]},{"resource":"{{Depot}}","scopes":["read","write"]}],
              "clients":[
                {{Service("api", "read write stock", $"\"{Stock}\"", $"\"introspects\":[\"{SpecNode.Api}\"]")}},
                {{Service("stock", "read write", $"\"{Depot}\",\"{SpecNode.Api}\"", $"\"introspects\":[\"{Stock}\"]")}},
                {{Service("depot", "read write", $"\"{Depot}\",\"{Stock}\"", $"\"introspects\":[\"{Depot}\"]")}},
                {{Service("stranger", "read write", $"\"{Stock}\"")}},
                {{Service("granted", "read write", $"\"{Stock}\"", $"\"exchanges\":[\"{SpecNode.Api}\"]")}},
                {{Service("masked", "read write", $"\"{Stock}\"", $"\"introspects\":[\"{SpecNode.Api}\"],\"impersonates\":true")}},
                {{Service("circle", "read write", $"\"{Stock}\"", $"\"introspects\":[\"{Stock}\",\"{SpecNode.Api}\"]")}}]
              """);
        return exchange;
    }

    /// <summary>A confidential client that may exchange tokens, and use assertions.</summary>
    public static string Service(string id, string scope, string resources, string more = "\"client_name\":null") =>
        $$"""
          {"client_id":"{{id}}","client_secret":"secret","grant_types":["client_credentials","urn:ietf:params:oauth:grant-type:token-exchange","urn:ietf:params:oauth:grant-type:jwt-bearer"],
           "scope":"{{scope}}","resources":[{{resources}}],{{more}}}
          """;

    /// <param name="members">Of the tenant acme.</param>
    public Task ApplyAsync(string members) => Node.ApplyAsync($$"""{"tenants":[{"tenant":"acme",{{members}}}]}""");

    /// <summary>What alice's app is given.</summary>
    public async Task<byte[]> UserTokenAsync() => (await App.OpenAsync()).AccessToken;

    public Task<TokenAnswer> ExchangeAsync(string caller, byte[] subject, string? target = null, string? scope = null, byte[]? actor = null) =>
        ExchangeAsync(Node.Client(caller), subject, target is null ? [] : [target], scope, actor);

    public Task<TokenAnswer> ExchangeAsync(AuthenticatedClient caller, byte[] subject, string[] targets, string? scope = null, byte[]? actor = null) =>
        _exchanger.ExchangeAsync(
            Node.Acme,
            caller,
            new TokenExchange(
                new TypedToken(subject, TokenKind.AccessToken), actor is null ? null : new TypedToken(actor, TokenKind.AccessToken), Names(scope), targets, TokenKind.AccessToken),
            SpecNode.Origin).AsTask();

    public Task<TokenAnswer> AssertAsync(string caller, byte[] assertion, string? target = null, string? scope = null) =>
        _redeemer.RedeemAsync(Node.Acme, Node.Client(caller), assertion, Names(scope), target is null ? [] : [target], SpecNode.Origin).AsTask();

    /// <summary>Exchanges, which must work.</summary>
    public async Task<byte[]> NextAsync(string caller, byte[] subject, string? target = null, string? scope = null)
    {
        var answer = await ExchangeAsync(caller, subject, target, scope);
        Assert.Null(answer.Refusal);
        return answer.AccessToken.ToArray();
    }

    /// <summary>No token comes of it, and no record of one.</summary>
    public async Task RefusesAsync(Func<Task<TokenAnswer>> ask, string error, string id)
    {
        var before = (await Node.Log.Events()).Count(recorded => recorded.Event is TokenIssued);
        var answer = await ask();
        Assert.Equal((error, id), (answer.Refusal?.Error, answer.Refusal?.Id));
        Assert.True(answer.AccessToken.IsEmpty);
        Assert.Equal(before, (await Node.Log.Events()).Count(recorded => recorded.Event is TokenIssued));
    }

    /// <summary>The same for a bad subject or actor token: all look alike.</summary>
    public async Task RefusesTokenAsync(Func<Task<TokenAnswer>> ask, string why)
    {
        string? text = null;
        await RefusesAsync(
            async () =>
            {
                var answer = await ask();
                text = answer.Refusal?.Description;
                return answer;
            },
            "invalid_request",
            $"exchange_{why}");
        Assert.Equal("A token is invalid, expired or revoked, or this client may not exchange it.", text);
    }

    public async Task<bool> IsActiveAsync(byte[] token, string server) => await Introspecting_a_token.Introspect(Node, token, server) is not null;

    /// <summary>What is on record of the one question whether the token is good.</summary>
    public async Task<string> OutcomeAsync(byte[] token, string server)
    {
        await Node.Recorder.FlushAsync();
        await IsActiveAsync(token, server);
        await Node.Recorder.FlushAsync();
        return ((VerificationsRecorded)(await Node.Log.Events())[^1].Event).Verifications.Single().Outcome;
    }

    public async Task<TokenIssued> IssuedAsync() => (TokenIssued)(await Node.Log.Events()).Last(recorded => recorded.Event is TokenIssued).Event;

    public static JsonElement Payload(byte[] token) => JsonDocument.Parse(Base64Url.DecodeFromChars(Encoding.ASCII.GetString(token).Split('.')[1])).RootElement;

    public static Jti JtiOf(byte[] token) => TextId.Parse<Jti>(Payload(token).GetProperty("jti").GetString()!);

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private static NameSet? Names(string? scope) => scope is null ? null : NameSet.Of(scope.Split(' '));
}

/// <summary>The replay cache, with a hook where a real one fails.</summary>
internal sealed class ReplayDouble(TimeProvider clock) : IReplayCache
{
    private readonly InMemoryReplayCache _cache = new(clock);

    public Exception? Fault { get; set; }

    public TimeSpan KeptFor { get; private set; }

    public ValueTask<bool> TryAddAsync(TenantId tenant, string issuer, string jti, TimeSpan keepFor)
    {
        KeptFor = keepFor;
        return Fault is null ? _cache.TryAddAsync(tenant, issuer, jti, keepFor) : throw Fault;
    }

    public ValueTask<int> ForgetAsync(CancellationToken cancellation) => _cache.ForgetAsync(cancellation);
}
