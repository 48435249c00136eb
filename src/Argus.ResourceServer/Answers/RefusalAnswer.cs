using Argus.ResourceServer.Authorization;
using Argus.ResourceServer.Bindings;
using Argus.ResourceServer.Guarding;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Argus.ResourceServer.Answers;

/// <summary>What a refused caller is told (RFC 6750 §3, RFC 9449 §7.1): a status and a header, nothing of the reason behind it, and no body.</summary>
internal static class RefusalAnswer
{
    /// <summary>Seconds. About as long as it takes to fetch keys and revocations once more.</summary>
    private const string RetryAfter = "5";

    private const string DpopChallenge = "DPoP algs=\"ES256 PS256 RS256\"";

    /// <summary>There was no token: what would be taken, and no error (RFC 6750 §3.1).</summary>
    public static void NoToken(HttpResponse response, bool requireConfirmation)
    {
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.WWWAuthenticate = requireConfirmation ? new StringValues(["Bearer", DpopChallenge]) : "Bearer";
    }

    public static void Write(HttpResponse response, Verdict verdict, bool isDpop, OperationDemand demand)
    {
        switch (verdict.Reason)
        {
            case ReasonCode.KeysUnavailable or ReasonCode.RevocationUnavailable or ReasonCode.SingleUseUnavailable:
                response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                response.Headers.RetryAfter = RetryAfter;
                break;
            case ReasonCode.MalformedRequest:
                Say(response, StatusCodes.Status400BadRequest, "Bearer error=\"invalid_request\"");
                break;
            case ReasonCode.InsufficientScope:
                Say(response, StatusCodes.Status403Forbidden, $"{(isDpop ? "DPoP" : "Bearer")} error=\"insufficient_scope\", scope=\"{string.Join(' ', demand.Scopes)}\"");
                break;
            case ReasonCode.CallerNotAllowed:
                Say(response, StatusCodes.Status403Forbidden, $"{(isDpop ? "DPoP" : "Bearer")} error=\"insufficient_scope\"");
                break;
            default:
                Say(response, StatusCodes.Status401Unauthorized, Invalid(verdict, isDpop));
                break;
        }
    }

    private static string Invalid(Verdict verdict, bool isDpop) => (verdict.Proof, isDpop) switch
    {
        (ProofAnswer.Invalid, _) => "DPoP error=\"invalid_dpop_proof\", " + DpopChallenge["DPoP ".Length..],
        (_, true) => "DPoP error=\"invalid_token\", " + DpopChallenge["DPoP ".Length..],
        _ => "Bearer error=\"invalid_token\"",
    };

    private static void Say(HttpResponse response, int status, string challenge)
    {
        response.StatusCode = status;
        response.Headers.WWWAuthenticate = challenge;
    }
}
