using Argus.Domain.Kernel;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin;

/// <summary>Answers of the Admin API that are not a success (RFC 9457). <c>code</c> names the rule; programs may rely on it.</summary>
internal static class Problem
{
    public static ProblemHttpResult Of(int status, string code, string detail) => TypedResults.Problem(
        type: $"urn:argus:problem:{code}", statusCode: status, detail: detail, extensions: new Dictionary<string, object?> { ["code"] = code });

    /// <summary>A rule of the domain is against it.</summary>
    public static ProblemHttpResult Of(Refusal refusal) => Of(
        refusal.Code switch
        {
            "reason_missing" or "compromised_in_the_future" or "authentication_malformed" => StatusCodes.Status400BadRequest,
            var code when code.EndsWith("_unknown", StringComparison.Ordinal) => StatusCodes.Status404NotFound,
            _ => StatusCodes.Status409Conflict,
        },
        refusal.Code,
        refusal.Detail);

    public static ProblemHttpResult UnknownTenant() => Of(StatusCodes.Status404NotFound, "tenant_unknown", "There is no such tenant.");

    public static ProblemHttpResult Invalid(string detail) => Of(StatusCodes.Status400BadRequest, "invalid_request", detail);
}
