using System.IO.Compression;
using System.Text;
using Argus.Authority.Outbound;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Outbound;

public sealed class An_answer_from_outside : IDisposable
{
    private const string Secret = "what-the-other-side-says";
    private static readonly OutboundLimits Hasty = new() { Patience = TimeSpan.FromMilliseconds(500) };

    private readonly Guarded _guarded = new();

    public void Dispose() => _guarded.Dispose();

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("application/json; charset=utf-8", "application/json")]
    [InlineData("application/json;charset=\"UTF-8\"", "application/json")]
    [InlineData("Application/JSON", "Application/JSON")]
    [InlineData("application/jwk-set+json", "application/jwk-set+json")]
    [InlineData("application/entity+json", "application/entity+json")]
    public async Task is_taken_when_it_is_JSON_by_its_type(string type, string taken)
    {
        await using var other = new OtherSide(OtherSide.Ok("""{"keys":[]}""", type, "Cache-Control: public, max-age=600\r\nAge: 100\r\nETag: \"v1\"\r\n"));

        var document = await _guarded.GetAsync(other.Address);

        Assert.Equal(("""{"keys":[]}""", taken, TimeSpan.FromSeconds(500), "\"v1\""), (Encoding.UTF8.GetString(document.Body.Span), document.ContentType, document.MaxAge, document.ETag));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("Cache-Control: private\r\n", null)]
    [InlineData("Cache-Control: max-age=60\r\n", 60)]
    [InlineData("Cache-Control: max-age=60\r\nAge: 61\r\n", 0)]
    [InlineData("Cache-Control: no-store\r\n", 0)]
    [InlineData("Cache-Control: no-cache, max-age=60\r\n", 0)]
    [InlineData("Cache-Control: max-age=-1\r\n", null)]
    [InlineData("Cache-Control: max-age=99999999999999999999\r\n", null)]
    public async Task says_how_long_it_may_be_kept(string header, int? seconds)
    {
        await using var other = new OtherSide(OtherSide.Ok(more: header));

        Assert.Equal(seconds, (await _guarded.GetAsync(other.Address)).MaxAge?.TotalSeconds);
    }

    [Fact]
    public async Task is_to_a_request_that_tells_nothing_of_us()
    {
        await using var other = new OtherSide(OtherSide.Ok(more: "Set-Cookie: a=b\r\nConnection: close\r\n"));
        using var activity = new System.Diagnostics.Activity("a request").Start();
        await _guarded.GetAsync(other.Address);
        await _guarded.GetAsync(other.Address);

        foreach (var request in other.Requests)
            Assert.Equal(
                ["GET /jwks HTTP/1.1", $"Host: 127.0.0.1:{other.Port}", "Accept: application/json, application/jwk-set+json", "Accept-Encoding: identity", "", ""], request.Split("\r\n"));
        Assert.Equal(2, other.Requests.Count);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("application/octet-stream")]
    [InlineData("application/jwt")]
    [InlineData("application/json+x")]
    [InlineData("text/x+json")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/json, text/html")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task is_refused_when_it_is_no_JSON_by_its_type(string type)
    {
        await using var other = new OtherSide(OtherSide.Ok($"\"{Secret}\"", type));

        await _guarded.FailsAsync(other.Address, OutboundFailure.WrongType);
    }

    [Fact]
    public async Task is_of_another_type_where_the_caller_says_so()
    {
        var limits = new OutboundLimits { MediaType = "application/jwt" };
        await using var jwt = new OtherSide(OtherSide.Ok("a.b.c", "application/jwt"));
        await using var json = new OtherSide(OtherSide.Ok());

        Assert.Equal("application/jwt", (await _guarded.GetAsync(jwt.Address, limits)).ContentType);
        Assert.Contains("\r\nAccept: application/jwt\r\n", Assert.Single(jwt.Requests), StringComparison.Ordinal);
        await _guarded.FailsAsync(json.Address, OutboundFailure.WrongType, limits);
    }

    [Fact]
    public async Task is_refused_when_it_is_compressed()
    {
        using var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(new byte[16 * 1024 * 1024]);
        var body = Encoding.Latin1.GetString(bomb.ToArray());
        await using var declared = new OtherSide(OtherSide.Ok(body, more: "Content-Encoding: gzip\r\n"));
        await using var hidden = new OtherSide(OtherSide.Ok(body));

        await _guarded.FailsAsync(declared.Address, OutboundFailure.WrongType);
        Assert.Equal(body.Length, (await _guarded.GetAsync(hidden.Address)).Body.Length);
    }

    [Theory]
    [InlineData("201 Created")]
    [InlineData("204 No Content")]
    [InlineData("301 Moved Permanently")]
    [InlineData("302 Found")]
    [InlineData("303 See Other")]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    [InlineData("404 what-the-other-side-says")]
    [InlineData("500 Oops")]
    public async Task is_refused_with_another_status_and_leads_nowhere(string status)
    {
        await using var inside = new OtherSide(OtherSide.Ok());
        await using var other = new OtherSide($"HTTP/1.1 {status}\r\nLocation: {inside.Address}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}");

        var exception = await _guarded.FailsAsync(other.Address, OutboundFailure.WrongStatus);

        Assert.Equal(0, inside.Connections);
        Assert.Contains(status[..3], exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_taken_up_to_its_bound_and_no_further()
    {
        await using var most = new OtherSide(OtherSide.Ok(new string(' ', 65_536)));
        await using var more = new OtherSide(OtherSide.Ok(new string(' ', 65_537)));
        await using var chunked = new OtherSide($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n10001\r\n{new string(' ', 65_537)}\r\n0\r\n\r\n");
        await using var small = new OtherSide(OtherSide.Ok("{} "));

        Assert.Equal(65_536, (await _guarded.GetAsync(most.Address)).Body.Length);
        await _guarded.FailsAsync(more.Address, OutboundFailure.TooLarge);
        await _guarded.FailsAsync(chunked.Address, OutboundFailure.TooLarge);
        await _guarded.FailsAsync(small.Address, OutboundFailure.TooLarge, new OutboundLimits { MostBytes = 2 });
    }

    [Fact]
    public async Task without_an_end_is_given_up()
    {
        await using var other = new OtherSide(async (stream, cancellation) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"u8.ToArray(), cancellation);
            while (true)
                await stream.WriteAsync(new byte[16_384], cancellation);
        });

        await _guarded.FailsAsync(other.Address, OutboundFailure.TooLarge);
        await Eventually.Holds("the connection is closed", TimeSpan.FromSeconds(60), () => other.Ended == 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nX-")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2710;")]
    public async Task that_drips_is_given_up(string start)
    {
        await using var other = new OtherSide(async (stream, cancellation) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(start), cancellation);
            while (true)
            {
                await Task.Delay(10, cancellation);
                await stream.WriteAsync(start.Length > 0 ? "x"u8.ToArray() : "HTTP/1.1 102 Processing\r\n\r\n"u8.ToArray(), cancellation);
            }
        });

        await _guarded.FailsAsync(other.Address, OutboundFailure.TooSlow, Hasty);
        await Eventually.Holds("the connection is closed", TimeSpan.FromSeconds(60), () => other.Ended == 1);
    }

    [Fact]
    public async Task that_never_comes_is_given_up()
    {
        await using var other = new OtherSide((_, cancellation) => Task.Delay(Timeout.Infinite, cancellation));

        await _guarded.FailsAsync(other.Address, OutboundFailure.TooSlow, Hasty);
    }

    [Fact]
    public async Task is_refused_when_its_headers_are_large()
    {
        await using var one = new OtherSide(OtherSide.Ok(more: $"X-Large: {new string('x', 17 * 1024)}\r\n"));
        await using var many = new OtherSide(OtherSide.Ok(more: string.Concat(Enumerable.Range(0, 1000).Select(i => $"X-{i}: {Secret}\r\n"))));

        await _guarded.FailsAsync(one.Address, OutboundFailure.TooLarge);
        await _guarded.FailsAsync(many.Address, OutboundFailure.TooLarge);
    }

    [Theory]
    [InlineData("what-the-other-side-says\r\n\r\n")]
    [InlineData("HTTP/1.1 what-the-other-side-says\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nwhat-the-other-side-says\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\nwhat-the-other-side-says")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nwhat-the-other-side-says\r\n")]
    [InlineData("")]
    public async Task that_is_no_whole_HTTP_is_a_failure_that_quotes_nothing(string answer)
    {
        await using var other = new OtherSide(answer);

        var exception = await _guarded.FailsAsync(other.Address, OutboundFailure.Unreachable);

        Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task cannot_come_from_where_nobody_listens() => await _guarded.FailsAsync(new Uri($"http://127.0.0.1:{Ports.Free()}/"), OutboundFailure.Unreachable);

    [Fact]
    public async Task is_not_waited_for_when_the_caller_gives_up()
    {
        await using var other = new OtherSide((_, cancellation) => Task.Delay(Timeout.Infinite, cancellation));
        using var http = new Argus.Server.Outbound.OutboundHttp(new(new OutboundAddresses(isLoopbackAllowed: true, []), System.Net.Dns.GetHostAddressesAsync));
        using var caller = new CancellationTokenSource();
        var asking = new Argus.Server.Outbound.HttpOutboundDocuments(http).GetAsync(other.Address, null, caller.Token);
        await Eventually.Holds("it is asked", TimeSpan.FromSeconds(60), () => other.Connections == 1);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }
}
