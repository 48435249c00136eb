using Argus.Authority.Grains;
using Argus.Authority.Provisioning;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Argus.Server.Admin.Tenants;

/// <summary>
/// Changes to tenants and what they have. By description: what the body describes is made so, by the same rules as a provisioning document, and what it leaves
/// out is left alone. Or by a command.
/// </summary>
internal sealed class Provisioned(Provisioner provisioner, FeedFollower views)
{
    private const int LargestBody = 1024 * 1024;

    /// <returns>Null when this node's view shows the change; else why it was not made.</returns>
    public async Task<ProblemHttpResult?> ApplyAsync(HttpContext http, Func<ReadOnlyMemory<byte>, ProvisioningDocument> read)
    {
        if (!http.Request.HasJsonContentType())
            return Problem.Of(StatusCodes.Status415UnsupportedMediaType, "invalid_request", "The body must be application/json.");
        if (await BodyAsync(http.Request).ConfigureAwait(false) is not { } body)
            return Problem.Of(StatusCodes.Status413PayloadTooLarge, "invalid_request", $"The body has more than {LargestBody} bytes.");
        views.ThrowIfTooOldToIssue();
        try
        {
            var feed = await provisioner.ApplyAsync(() => read(body), AdminCaller.OriginOf(http)).ConfigureAwait(false);
            await views.ReachAsync(feed).ConfigureAwait(false);
            return null;
        }
        catch (ProvisioningException e)
        {
            return Problem.Of(StatusCodes.Status422UnprocessableEntity, "description_refused", string.Join("; ", e.Errors));
        }
    }

    /// <summary>Runs a command on one aggregate.</summary>
    /// <returns>As <see cref="ApplyAsync"/>.</returns>
    public async Task<ProblemHttpResult?> ExecuteAsync<TState, TEvent>(
        HttpContext http, AggregateHost<TState, TEvent> aggregate, TenantId tenant, string stream, Func<TState, Decision<TEvent>> decide)
        where TEvent : IDomainEvent
    {
        var outcome = await aggregate.ExecuteAsync(tenant, stream, decide, AdminCaller.OriginOf(http), CancellationToken.None).ConfigureAwait(false);
        if (outcome.Refusal is { } refusal)
            return Problem.Of(refusal);
        await views.ReachAsync(outcome.Feed).ConfigureAwait(false);
        return null;
    }

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
