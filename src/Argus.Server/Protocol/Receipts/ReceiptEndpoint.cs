using Argus.Authority.Receipts;
using Argus.Authority.Views;
using Argus.Jose;
using Argus.Jose.Receipts;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;
using Microsoft.Net.Http.Headers;

namespace Argus.Server.Protocol.Receipts;

/// <summary>
/// Takes the batches of receipts that resource servers sign (docs/receipts.md). 204 says: durable; 200: it was already. The signature is the authentication.
/// </summary>
internal sealed class ReceiptEndpoint(ReceiptIntake intake, FeedFollower views, ILogger<ReceiptEndpoint> logger) : IEndpoint
{
    public const string Path = "/receipts";

    private const string MediaType = "application/" + TokenType.Receipts;

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Post];

    public async Task HandleAsync(TenantRequest request)
    {
        var http = request.Http;
        BoundedBody.Check(http.Request, ReceiptBatch.MaxLength);
        if (!IsReceipts(http.Request.ContentType))
        {
            await OAuthAnswer.ErrorAsync(http, StatusCodes.Status415UnsupportedMediaType, "invalid_request", $"The content type must be {MediaType}.").ConfigureAwait(false);
            return;
        }

        // A client that was disabled must not be believed for longer than anybody else's word is.
        views.ThrowIfTooOldToAnswer();
        var compact = await BoundedBody.ReadAsync(http.Request, ReceiptBatch.MaxLength).ConfigureAwait(false);
        var outcome = await intake.TakeAsync(request.Tenant, compact, request.Origin).ConfigureAwait(false);
        if (outcome.Refusal is { Error: ReceiptOutcome.Sequence } refusal)
        {
            RequestLog.Refused(logger, request.CorrelationId, refusal.Error, refusal.Id, request.Tenant.Id.Value);
            await OAuthAnswer.ErrorAsync(http, StatusCodes.Status409Conflict, refusal.Error, refusal.Description).ConfigureAwait(false);
        }
        else if (outcome.Refusal is { } other)
        {
            await OAuthAnswer.RefuseAsync(request, other, logger).ConfigureAwait(false);
        }
        else
        {
            OAuthAnswer.DoNotStore(http.Response);
            http.Response.StatusCode = outcome.IsNew ? StatusCodes.Status204NoContent : StatusCodes.Status200OK;
        }
    }

    private static bool IsReceipts(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase);
}
