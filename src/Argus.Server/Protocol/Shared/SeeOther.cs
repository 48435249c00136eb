using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Shared;

/// <summary>Sends a browser elsewhere, to be asked for with GET (RFC 9110 §15.4.4), without telling there where it came from.</summary>
internal static class SeeOther
{
    public static Task AnswerAsync(TenantRequest request, string location)
    {
        var response = request.Http.Response;
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = location;
        response.ContentLength = 0;
        OAuthAnswer.DoNotStore(response);
        response.Headers["Referrer-Policy"] = "no-referrer";
        return Task.CompletedTask;
    }
}
