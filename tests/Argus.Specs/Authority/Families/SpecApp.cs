using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Argus.Authority.Families;
using Argus.Authority.Issuance;
using Argus.Domain.Clients;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Domain.Users;

namespace Argus.Specs.Authority.Families;

/// <summary>Clients of a user at a node: what they are granted, and what they do with it.</summary>
internal sealed class SpecApp : IAsyncDisposable
{
    public const string Verifier = "0123456789-0123456789-0123456789-0123456789";

    public static readonly SubjectId Alice = TextId.Parse<SubjectId>(Domain.Samples.JtiText);

    private readonly CodeRedeemer _redeemer;
    private readonly TokenRefresher _refresher;

    private SpecApp(SpecNode node)
    {
        Node = node;
        var answers = new FamilyAnswers(node.IssuedTokens, node.Views);
        _redeemer = new CodeRedeemer(node.Families, node.FamilyTokens, answers, node.Views, node.Clock);
        _refresher = new TokenRefresher(node.Families, node.FamilyTokens, answers, new UnknownRefreshTokens(node.Clock), node.Views, node.Clock);
    }

    public SpecNode Node { get; }

    public SpecLog Log => Node.Log;

    /// <summary>A node with the clients <c>app</c>, <c>rival</c> (the same) and <c>wide</c> (two resources), and the user alice.</summary>
    public static async Task<SpecApp> StartAsync(string policy = "{}")
    {
        var app = new SpecApp(await SpecNode.StartAsync(policy));
        await app.DescribeAsync("app", "openid offline_access read write", SpecNode.Api);
        await app.DescribeAsync("rival", "openid offline_access read write", SpecNode.Api);
        await app.DescribeAsync("wide", "openid offline_access read other", SpecNode.Api, SpecNode.Other);
        await app.HappenAsync(UserState.StreamOf(Domain.Samples.Alice), Domain.Samples.Registered(Alice, Domain.Samples.Alice));
        return app;
    }

    /// <summary>The same clients at another node; also what a node is after a restart.</summary>
    public async Task<SpecApp> BesideAsync() => new(await Node.StartBesideAsync());

    /// <summary>Describes a client, or describes it anew.</summary>
    public Task DescribeAsync(string client, string scope, params string[] resources) => Node.ApplyAsync(
        $$"""
          {"tenants":[{"tenant":"acme","clients":[{"client_id":"{{client}}","client_secret":"secret","grant_types":["authorization_code","refresh_token"],
            "redirect_uris":["https://{{client}}.example/cb"],"scope":"{{scope}}","resources":[{{string.Join(',', resources.Select(resource => $"\"{resource}\""))}}]}]}]}
          """);

    /// <summary>Something standing happens behind the end of a stream; this node sees it.</summary>
    public async Task<long> HappenAsync(string stream, params IDomainEvent[] events)
    {
        var version = (await Log.Events()).Count(recorded => recorded.Stream == stream);
        var appended = await Log.PutAsync("acme", stream, version, events);
        await Node.RefreshAsync();
        return appended.FirstPosition;
    }

    /// <summary>Alice allows a client what it asks for.</summary>
    public async Task<GrantToken> AuthorizeAsync(string client = "app", string scope = "offline_access read write", params string[] resources)
    {
        var code = GrantToken.New(GrantTokenKind.AuthorizationCode, Node.Acme.Id, FamilyId.From(Guid.CreateVersion7(Node.Clock.GetUtcNow())));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
        var now = Node.Clock.GetUtcNow().ToUnixTimeSeconds();
        await Log.PutAsync("acme", FamilyState.StreamOf(code.Family), 0, new FamilyAuthorized(
            "1", NameSet.Of("pwd"), now, TextId.Parse<ClientId>(client), new AuthorizationCode(challenge, code.Digest, null, now + 60, null), "nonce",
            NameSet.Of(resources.Length > 0 ? resources : [SpecNode.Api]), NameSet.Of(scope.Split(' ')), null, Alice));
        return code;
    }

    public Task<TokenAnswer> RedeemAsync(GrantToken code, string client = "app", string verifier = Verifier, TokenWish? wish = null) =>
        _redeemer.RedeemCodeAsync(Node.Acme, Node.Client(client), new CodeExchange(code.Text, verifier, null, wish ?? TokenWish.All), SpecNode.Origin).AsTask();

    /// <summary>A family with its first tokens.</summary>
    public async Task<Opened> OpenAsync(string client = "app")
    {
        var code = await AuthorizeAsync(client);
        var answer = await RedeemAsync(code, client);
        Assert.Null(answer.Refusal);
        return new Opened(code.Family, answer.RefreshToken!, answer.AccessToken.ToArray());
    }

    public Task<TokenAnswer> RefreshAsync(string refreshToken, string client = "app", TokenWish? wish = null, string? source = null) =>
        _refresher.RefreshAsync(Node.Acme, Node.Client(client), refreshToken, wish ?? TokenWish.All, SpecNode.Origin with { Source = source }).AsTask();

    /// <summary>Exchanges the refresh token, which must work.</summary>
    public async Task<string> NextAsync(string refreshToken, string client = "app")
    {
        var answer = await RefreshAsync(refreshToken, client);
        Assert.Null(answer.Refusal);
        Assert.False(answer.AccessToken.IsEmpty);
        return answer.RefreshToken!;
    }

    /// <summary>The refresh token is good for nothing.</summary>
    public async Task RefusesAsync(string refreshToken, string why, string client = "app")
    {
        var answer = await RefreshAsync(refreshToken, client);
        Assert.Equal(("invalid_grant", $"refresh_{why}"), (answer.Refusal?.Error, answer.Refusal?.Id));
        Assert.True(answer.AccessToken.IsEmpty && answer.IdToken.IsEmpty && answer.RefreshToken is null);
    }

    public async Task<List<IFamilyEvent>> EventsAsync(FamilyId family) =>
        [.. (await Log.Events()).Where(recorded => recorded.Stream == FamilyState.StreamOf(family)).Select(recorded => (IFamilyEvent)recorded.Event)];

    public ValueTask<ReadOnlyMemory<byte>?> KeptAsync(FamilyId family) => Log.ReadBesideAsync("acme", FamilyState.StreamOf(family), CancellationToken.None);

    public static string DigestOf(string token) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    public ValueTask DisposeAsync() => Node.DisposeAsync();

    /// <param name="Family">Which.</param>
    /// <param name="RefreshToken">Its first.</param>
    /// <param name="AccessToken">ASCII of the first.</param>
    internal sealed record Opened(FamilyId Family, string RefreshToken, byte[] AccessToken);
}
