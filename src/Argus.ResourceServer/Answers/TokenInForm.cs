using Microsoft.AspNetCore.Http;

namespace Argus.ResourceServer.Answers;

/// <summary>
/// Finds a token in a form (RFC 6750 §2.2), where none is taken. Looked for only in requests that are refused anyway, to tell the client what is wrong with them;
/// the body of a request that may go on is the operation's.
/// </summary>
internal static class TokenInForm
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const int MaxLength = 64 * 1024;

    public static async Task<bool> IsPresentAsync(HttpRequest request)
    {
        if (request.ContentLength is not (> 0 and <= MaxLength) || request.ContentType?.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) != true) return false;
        try
        {
            return (await request.ReadFormAsync(request.HttpContext.RequestAborted).ConfigureAwait(false)).ContainsKey(TokenInRequest.Parameter);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or OperationCanceledException)
        {
            // No form, or one that breaks off (BadHttpRequestException is an IOException): then there is no token in it.
            return false;
        }
    }
}
