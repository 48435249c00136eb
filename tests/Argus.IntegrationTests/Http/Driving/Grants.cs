using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Argus.Authority.Clients;
using Argus.Authority.Families;
using Argus.Authority.Issuance;
using Argus.Authority.Views;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Domain.Users;

namespace Argus.IntegrationTests.Http.Driving;

/// <summary>What users of a tenant grant to its clients, past the pages on which they would.</summary>
internal sealed class Grants(TestNode node, string tenant)
{
    private static readonly Origin Browser = new("client:spa", "grants", "192.0.2.7", "a browser");

    public TenantView View => node.Service<TenantDirectory>().Find(tenant)!;

    public SubjectId SubjectOf(string user) => Username.TryParse(user, out var name) ? View.User(name).Subject : default;

    /// <summary>A user allows a client what it asks for; the code is not redeemed yet.</summary>
    public async Task<(FamilyId Id, string Code, string Verifier)> AuthorizeAsync(string user = "alice", string client = "spa")
    {
        var now = TimeProvider.System.GetUtcNow();
        var id = FamilyId.From(Guid.CreateVersion7(now));
        var code = GrantToken.New(GrantTokenKind.AuthorizationCode, View.Id, id);
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var granted = new FamilyAuthorized(
            "pwd", NameSet.Of("pwd"), now.ToUnixTimeSeconds(), Client(client).Id, new AuthorizationCode(challenge, code.Digest, null, now.ToUnixTimeSeconds() + 60, null), null,
            NameSet.Of(Known.Orders), NameSet.Of(["offline_access", "openid", "orders.read"]), null, SubjectOf(user));
        await node.Service<FamilyGrains>().TakeTurnAsync(
            View.Id, id, state => ValueTask.FromResult(new FamilyStep<bool>(true, FamilyDecider.Authorize(state, granted, now).Events)), Browser);
        return (id, code.Text, verifier);
    }

    /// <summary>The same, with the first tokens.</summary>
    public async Task<Granted> OpenAsync(string user = "alice", string client = "spa")
    {
        var (id, code, verifier) = await AuthorizeAsync(user, client);
        var answer = await node.Service<CodeRedeemer>().RedeemCodeAsync(View, Client(client), new CodeExchange(code, verifier, null, TokenWish.All), Browser);
        return Granted(id, answer) ?? throw new InvalidOperationException(answer.Refusal!.Id);
    }

    /// <returns>Null if the refresh token was refused.</returns>
    public async Task<Granted?> RefreshAsync(Granted granted, string client = "spa") => Granted(
        granted.Id, await node.Service<TokenRefresher>().RefreshAsync(View, Client(client), granted.RefreshToken, TokenWish.All, Browser));

    private static Granted? Granted(FamilyId id, TokenAnswer answer) => answer.Refusal is not null ? null
        : new Granted(id, Encoding.ASCII.GetString(answer.AccessToken.Span), answer.RefreshToken!);

    private AuthenticatedClient Client(string name) => ClientId.TryParse(name, out var id) ? new AuthenticatedClient(id, View.Client(id)) : throw new ArgumentException(name);
}

/// <summary>The tokens of a family.</summary>
internal sealed record Granted(FamilyId Id, string AccessToken, string RefreshToken);
