using Argus.Authority;
using Argus.Authority.Provisioning;
using Argus.Authority.Views;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Tenants;

/// <summary>Changes by description: what the body describes is made so, by the same rules as a provisioning document. What it leaves out is left alone.</summary>
internal sealed class Provisioned(Provisioner provisioner, FeedFollower views, AuthorityOptions options)
{
    private const int LargestBody = 1024 * 1024;

    /// <returns>Null when this node's view shows the change; else why it was not made.</returns>
    public async Task<ProblemHttpResult?> ApplyAsync(HttpContext http, Func<ReadOnlyMemory<byte>, ProvisioningDocument> read)
    {
        if (!http.Request.HasJsonContentType())
            return Problem.Of(StatusCodes.Status415UnsupportedMediaType, "invalid_request", "The body must be application/json.");
        if (await BodyAsync(http.Request).ConfigureAwait(false) is not { } body)
            return Problem.Of(StatusCodes.Status413PayloadTooLarge, "invalid_request", $"The body has more than {LargestBody} bytes.");
        views.ThrowIfOlderThan(AuthorityOptions.MaxStalenessToIssue);
        try
        {
            if (await provisioner.ApplyAsync(read(body), AdminCaller.OriginOf(http)).ConfigureAwait(false) is { } feed)
                await views.ReachAsync(feed, options.AppendTimeout).ConfigureAwait(false);
            return null;
        }
        catch (ProvisioningException e)
        {
            return Problem.Of(StatusCodes.Status422UnprocessableEntity, "description_refused", string.Join("; ", e.Errors));
        }
    }

    /// <summary>Waits until this node's view shows what an operator's command did.</summary>
    public Task ReachAsync(long? feed) => feed is { } number ? views.ReachAsync(number, options.AppendTimeout) : Task.CompletedTask;

    private static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound)
            bound.MaxRequestBodySize = 2 * LargestBody;
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted).ConfigureAwait(false)) > 0)
        {
            if (body.Length + read > LargestBody)
                return null;
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
