using System.Net;
using System.Text;
using Argus.ResourceServer.Receipts;

namespace Argus.Specs.ResourceServers.Receipts;

public class Answers_to_a_batch
{
    [Theory]
    [InlineData(HttpStatusCode.NoContent, "", nameof(ReceiptAnswer.Taken))]
    [InlineData(HttpStatusCode.OK, "", nameof(ReceiptAnswer.Taken))]
    [InlineData(HttpStatusCode.Conflict, """{"error":"invalid_sequence"}""", nameof(ReceiptAnswer.OutOfSequence))]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, "", nameof(ReceiptAnswer.Refused))]
    [InlineData(HttpStatusCode.BadRequest, """{"error":"invalid_request"}""", nameof(ReceiptAnswer.Refused))]
    [InlineData(HttpStatusCode.BadRequest, """{"error":"unauthorized_client"}""", nameof(ReceiptAnswer.NotNow))]
    [InlineData(HttpStatusCode.Unauthorized, """{"error":"invalid_client"}""", nameof(ReceiptAnswer.NotNow))]
    [InlineData(HttpStatusCode.ServiceUnavailable, "", nameof(ReceiptAnswer.NotNow))]
    public Task are_understood(HttpStatusCode status, string body, string answer) => IsAsync(answer, status, body);

    /// <summary>What is between here and the issuer may answer in its place.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"error":400}""")]
    [InlineData("""{"error":"invalid_\ud800"}""")]
    [InlineData("""{"err\ud800":"invalid_request"}""")]
    public Task that_make_no_sense_are_none(string body) => IsAsync(nameof(ReceiptAnswer.NotNow), HttpStatusCode.BadRequest, body);

    private static async Task IsAsync(string expected, HttpStatusCode status, string body)
    {
        using var http = new HttpMessageInvoker(new Answering(status, body));
        var channel = new ReceiptChannel(http, new Uri("https://auth.example/receipts"), TimeProvider.System);

        Assert.Equal(expected, $"{await channel.SendAsync([1], CancellationToken.None)}");
    }

    private sealed class Answering(HttpStatusCode status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
    }
}
