namespace Argus.Cli.Connecting;

/// <summary>
/// HTTP with a node. What comes back is not trusted: it has a size, a time in which it must come, and no say in where the next request goes.
/// </summary>
internal sealed class NodeHttp : IDisposable
{
    /// <summary>Bytes of an ordinary answer.</summary>
    private const int LongestAnswer = 16 * 1024 * 1024;

    /// <summary>Bytes of a report, which may name every token of a day.</summary>
    private const int LongestReport = 512 * 1024 * 1024;

    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ReportTime = TimeSpan.FromMinutes(10);

    private readonly HttpClient _http;

    public NodeHttp(Uri url)
    {
        // A redirect could lead a secret or a token away; a proxy has no business with what stays on this machine.
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !url.IsLoopback,
            ConnectTimeout = TimeSpan.FromSeconds(10),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("argus-cli");
    }

    /// <summary>Sends, and reads the answer to its end.</summary>
    /// <param name="isReport">Whether it may take minutes and be large.</param>
    /// <exception cref="CommandFailure">There was no whole answer.</exception>
    public async Task<Answer> SendAsync(HttpRequestMessage request, bool isReport, CancellationToken cancellation)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timed.CancelAfter(isReport ? ReportTime : AnswerTime);
        var host = request.RequestUri!.GetLeftPart(UriPartial.Authority);
        var perhaps = request.Method == HttpMethod.Get ? "" : " What was asked may have been done; look before asking again.";
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timed.Token).ConfigureAwait(false);
            var body = await ReadAsync(response.Content, isReport ? LongestReport : LongestAnswer, timed.Token).ConfigureAwait(false)
                ?? throw CommandFailure.Unreachable($"{host} answered with more than is read.{perhaps}");
            return new Answer(request.RequestUri, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, body) { Headers = response.Headers };
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            throw CommandFailure.Unreachable($"{host} cannot be reached: {e.Message}", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw CommandFailure.Unreachable($"{host} gave no whole answer: {e.Message}{perhaps}", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw CommandFailure.Unreachable($"{host} did not answer in time.{perhaps}", e);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <returns>Null if there is more than that.</returns>
    private static async Task<byte[]?> ReadAsync(HttpContent content, int longest, CancellationToken cancellation)
    {
        var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            while (await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false) is > 0 and var read)
            {
                if (body.Length + read > longest)
                    return null;
                body.Write(buffer, 0, read);
            }
        }

        return body.ToArray();
    }
}
