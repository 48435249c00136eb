using System.Net;
using Argus.Authority.Outbound;

namespace Argus.Server.Outbound;

/// <summary>The one HTTP client for requests to addresses that tenants, clients and peers named. Every failure is an <see cref="OutboundException"/>.</summary>
internal sealed class OutboundHttp(GuardedConnections connections) : IDisposable
{
    private readonly HttpClient _http = new(connections.NewHandler()) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Sends, and reads a document to its end.</summary>
    /// <param name="request">It may carry what the caller wants to show there; an <c>Accept</c> is added.</param>
    /// <param name="limits">Of the answer.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OutboundException">There is no such document.</exception>
    public Task<OutboundDocument> ReadAsync(HttpRequestMessage request, OutboundLimits limits, CancellationToken cancellation)
    {
        OutboundContent.Ask(request, limits.MediaType);
        return SendAsync(request, limits.Patience, async (response, patience) =>
        {
            if (response.StatusCode != HttpStatusCode.OK)
                throw new OutboundException(OutboundFailure.WrongStatus, $"The answer has status {(int)response.StatusCode}.");
            var type = OutboundContent.TypeOf(response, limits.MediaType);
            var body = await OutboundContent.ReadAsync(response.Content, limits.MostBytes, patience).ConfigureAwait(false);
            return new OutboundDocument(body, type, OutboundContent.MaxAgeOf(response), response.Headers.ETag?.ToString());
        }, cancellation);
    }

    /// <summary>Sends, and reads nothing of the answer but its status.</summary>
    /// <exception cref="OutboundException">There is no answer.</exception>
    public Task<HttpStatusCode> TellAsync(HttpRequestMessage request, TimeSpan patience, CancellationToken cancellation) =>
        SendAsync(request, patience, (response, _) => Task.FromResult(response.StatusCode), cancellation);

    /// <summary>Sends, and reads whatever is answered, of any status and type.</summary>
    /// <exception cref="OutboundException">There is no answer, or it is larger.</exception>
    public Task<(HttpStatusCode Status, ReadOnlyMemory<byte> Body)> AskAsync(HttpRequestMessage request, int mostBytes, TimeSpan patience, CancellationToken cancellation) =>
        SendAsync(
            request,
            patience,
            async (response, token) => (response.StatusCode, await OutboundContent.ReadAsync(response.Content, mostBytes, token).ConfigureAwait(false)),
            cancellation);

    public void Dispose() => _http.Dispose();

    private async Task<T> SendAsync<T>(HttpRequestMessage request, TimeSpan patience, Func<HttpResponseMessage, CancellationToken, Task<T>> take, CancellationToken cancellation)
    {
        if (request.RequestUri is null || !OutboundUri.IsAllowedSyntax(request.RequestUri))
            throw new OutboundException(OutboundFailure.Refused, "The address is not one that may be asked: it must be https, without user and fragment.");
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(patience);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, bound.Token).ConfigureAwait(false);
            return await take(response, bound.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw FailureOf(e);
        }
    }

    /// <summary>Without the exception itself: its text may quote what the other side sent.</summary>
    private static OutboundException FailureOf(Exception e) => e switch
    {
        { InnerException: OutboundException refused } => new OutboundException(refused.Failure, refused.Message),
        OperationCanceledException => new OutboundException(OutboundFailure.TooSlow, "There is no whole answer in time."),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => new OutboundException(OutboundFailure.TooLarge, "The answer's headers are too large."),
        HttpRequestException http => new OutboundException(OutboundFailure.Unreachable, $"There is no answer: {http.HttpRequestError}."),
        _ => new OutboundException(OutboundFailure.Unreachable, "The answer broke off."),
    };
}
