using Argus.Authority;
using Argus.Jose.ClientProofs;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Shared;

/// <summary>Refusals of a protected resource (RFC 6750 §3).</summary>
internal static class BearerAnswer
{
    /// <param name="request">The request.</param>
    /// <param name="refusal">Why; a code of RFC 6750 §3.1.</param>
    /// <param name="scope">What the token must allow.</param>
    /// <param name="logger">Where the line goes.</param>
    public static Task RefuseAsync(TenantRequest request, OAuthRefusal refusal, string scope, ILogger logger)
    {
        RequestLog.Refused(logger, request.CorrelationId, refusal.Error, refusal.Id, request.Tenant.Id.Value);
        var status = refusal.Error switch
        {
            OAuthRefusal.NoToken or "invalid_token" => StatusCodes.Status401Unauthorized,
            "insufficient_scope" => StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status400BadRequest,
        };

        // §3.1: who sent no token is not told more than that one is needed.
        var error = refusal.Error == OAuthRefusal.NoToken ? "" : $", error=\"{refusal.Error}\", error_description=\"{refusal.Description}\"";
        var wanted = refusal.Error == "insufficient_scope" ? $", scope=\"{scope}\"" : "";
        request.Http.Response.Headers.WWWAuthenticate = $"{SchemeOf(request.Http.Request)} realm=\"{request.Tenant.Id}\"{error}{wanted}";
        return OAuthAnswer.ErrorAsync(request.Http, status, refusal.Error, refusal.Description);
    }

    /// <summary>RFC 9449 §7.1: who came with a DPoP token is told so, and what a proof may be signed with.</summary>
    public static string SchemeOf(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith("DPoP ", StringComparison.OrdinalIgnoreCase)
        ? $"DPoP algs=\"{string.Join(' ', ProofAlgorithms.Names)}\","
        : "Bearer";
}
