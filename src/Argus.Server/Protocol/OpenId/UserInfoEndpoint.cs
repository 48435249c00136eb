using System.Text.Json;
using Argus.Authority;
using Argus.Authority.Verification;
using Argus.Domain.Clients;
using Argus.Domain.Users;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.OpenId;

/// <summary>The claims of the user behind an access token (OpenID Connect Core §5.3), as they are now.</summary>
internal sealed class UserInfoEndpoint(UserInfo userInfo, ProofOfPossession possession, Issuers issuers, ILogger<UserInfoEndpoint> logger) : IEndpoint
{
    public const string Path = "/oauth/userinfo";

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Get, HttpMethods.Post];

    public bool IsForScripts => true;

    public async Task HandleAsync(TenantRequest request)
    {
        var (token, isDpop, refusal) = await BearerToken.ReadAsync(request.Http.Request).ConfigureAwait(false);
        if (refusal is null && token is null)
            refusal = OAuthRefusal.TokenMissing("bearer_missing");
        var answer = refusal is null ? await AskAsync(request, token!.Value, isDpop).ConfigureAwait(false) : default;
        if (answer.LacksScope)
            refusal = OAuthRefusal.InsufficientScope("userinfo_scope");
        else if (answer.User is null)
            refusal ??= OAuthRefusal.InvalidToken("userinfo_token");

        await (refusal is not null
            ? BearerAnswer.RefuseAsync(request, refusal, OidcScope.OpenId, logger)
            : OAuthAnswer.JsonAsync(request.Http, answer, Write)).ConfigureAwait(false);
    }

    private ValueTask<UserInfoAnswer> AskAsync(TenantRequest request, ReadOnlyMemory<byte> token, bool isDpop)
    {
        var presented = new PresentedToken(token, isDpop, issuers.Of(request.Tenant) + Path);
        return userInfo.AskAsync(
            request.Tenant, token, verified => possession.FaultAsync(request.Http, request.Tenant, presented, verified), request.Origin("bearer:unknown"));
    }

    private static void Write(Utf8JsonWriter json, UserInfoAnswer answer)
    {
        json.WriteString("sub"u8, answer.User!.Subject.Value);
        foreach (var (name, value) in answer.Claims!)
        {
            if (!answer.Scope.Contains(ClaimScopes.Of(name)))
                continue;
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }
}
