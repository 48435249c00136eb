using System.Text;
using Argus.Domain.Kernel;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http;

[Collection(OneNodeCollection.Name)]
public class A_body(OneNode one)
{
    private const int Largest = 64 * 1024;
    private const string Introspect = "/t/acme/oauth/introspect";

    private readonly TestNode _node = one.Node;

    [Theory]
    [InlineData(Largest, false, 200)]
    [InlineData(Largest, true, 200)]
    [InlineData(Largest + 1, false, 413)]
    [InlineData(Largest + 1, true, 413)]
    [InlineData(Largest * 20, false, 413)]
    [InlineData(Largest * 20, true, 413)]
    public async Task is_taken_up_to_64_KiB(int length, bool chunked, int status)
    {
        var form = "token=" + new string('A', length - 6);
        var answer = await RawHttp.SendAsync(_node.Url, chunked
            ? Chunked(form)
            : RawHttp.Form(_node.Url, Introspect, form, Known.OrdersApi.Basic.ToString()));

        Assert.Equal(status, answer.Status);
        Assert.Equal(
            status == 200 ? """{"active":false}""" : """{"error":"invalid_request","error_description":"The body is too large."}""",
            Encoding.UTF8.GetString(answer.Body));
    }

    [Fact]
    public async Task of_many_small_chunks_is_a_form_like_any_other()
    {
        var form = $"grant_type=client_credentials&{Known.Billing.Post}";
        var chunks = string.Concat(form.Select(character => $"1\r\n{character}\r\n"));

        var answer = await RawHttp.SendAsync(_node.Url, Encoding.ASCII.GetBytes(
            $"POST /t/acme/oauth/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n"));

        Assert.Equal(200, answer.Status);
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n-1\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nffffffff\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nabcdefgh\r\n0\r\n\r\n")]
    [InlineData("Content-Length: -1\r\n\r\n")]
    [InlineData("Content-Length: 1e3\r\n\r\n")]
    [InlineData("Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd")]
    public async Task that_is_framed_wrongly_is_a_bad_request(string rest)
    {
        var answer = await RawHttp.SendAsync(_node.Url, Encoding.ASCII.GetBytes(
            $"POST /t/acme/oauth/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n{rest}"));

        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task that_breaks_off_leaves_no_event_and_a_healthy_node()
    {
        var before = (await _node.EntriesAsync("halves")).Count;
        var form = $"grant_type=client_credentials&{Known.Billing.Post}";

        for (var sent = 0; sent < form.Length; sent += 9)
        {
            using var raw = await RawHttp.ConnectAsync(_node.Url);
            await raw.Stream.WriteAsync(RawHttp.Form(_node.Url, "/t/halves/oauth/token", form[..sent], length: form.Length), TestContext.Current.CancellationToken);
        }

        Assert.Equal(200, (await _node.TokenAsync(Known.Halves, Known.Billing)).Status);
        Assert.Equal(["token.issued"], (await _node.CausedAsync("halves", before)).Select(entry => entry.GetProperty("type").GetString()));
        Assert.Equal(200, (await _node.GetAsync("/health/ready")).Status);
    }

    [Fact]
    public async Task whose_sender_leaves_before_the_answer_leaves_a_whole_event_or_none()
    {
        var form = $"grant_type=client_credentials&{Known.Billing.Post}";
        for (var request = 0; request < 40; request++)
        {
            using var raw = await RawHttp.ConnectAsync(_node.Url);
            await raw.Stream.WriteAsync(RawHttp.Form(_node.Url, "/t/leavers/oauth/token", form), TestContext.Current.CancellationToken);
        }

        Assert.Equal(200, (await _node.TokenAsync(Known.Leavers, Known.Billing)).Status);
        var position = 0L;
        await foreach (var entry in _node.Events.ReadAsync("leavers", 0, TestContext.Current.CancellationToken))
        {
            Assert.Equal(position++, entry.Position);
            Assert.Equal(entry.Position, EventCodec.Decode(entry.Bytes.Span).Position);
        }

        Assert.True(_node.Log.Errors.Length == 0, _node.Log.Errors);
    }

    [Fact]
    public async Task that_was_sent_whole_is_worked_off_though_nobody_waits_any_more()
    {
        // When the sender leaves cannot be aimed at; of many, some leave when their append is under way.
        var form = $"grant_type=client_credentials&{Known.Billing.Post}";
        var before = (await _node.Events.ReadHeadAsync("leavers", TestContext.Current.CancellationToken)).Size;

        await Eventually.Holds("a token was issued to nobody", TimeSpan.FromSeconds(60), async () =>
        {
            using (var raw = await RawHttp.ConnectAsync(_node.Url))
            {
                await raw.Stream.WriteAsync(RawHttp.Form(_node.Url, "/t/leavers/oauth/token", form), TestContext.Current.CancellationToken);
            }

            return (await _node.Events.ReadHeadAsync("leavers", TestContext.Current.CancellationToken)).Size > before;
        });
    }

    private static byte[] Chunked(string form) => Encoding.ASCII.GetBytes(
        $"POST {Introspect} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: {Known.OrdersApi.Basic}\r\n"
        + $"Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n{form.Length:x}\r\n{form}\r\n0\r\n\r\n");
}
