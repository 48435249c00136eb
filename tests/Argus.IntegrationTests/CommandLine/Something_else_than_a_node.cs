using Argus.IntegrationTests.Custody;
using Microsoft.AspNetCore.Http;

namespace Argus.IntegrationTests.CommandLine;

/// <summary>What answers at the URL is not believed: it gets no secret, and no say in what the terminal shows.</summary>
public class Something_else_than_a_node
{
    private const string Secret = "hunter2-and-a-half-4711";

    [Theory]
    [InlineData(nameof(Mishap.Redirects), "answered 307")]
    [InlineData(nameof(Mishap.Endless), "answered with more than is read")]
    [InlineData(nameof(Mishap.Unavailable), "answered 503")]
    [InlineData(nameof(Mishap.NotJson), "is this Argus?")]
    [InlineData(nameof(Mishap.Away), "gave no whole answer")]
    public async Task could_not_be_read(string mishap, string why)
    {
        await using var impostor = await StandIn.StartAsync(new Impostor { Mishap = Enum.Parse<Mishap>(mishap) });

        (await ListKeysAsync(impostor)).Fails(3, why);
    }

    [Theory]
    [InlineData("https://auth.ally.example/t/system", "{0}/t/system/oauth/token", "wrong_issuer: ")]
    [InlineData("{0}/t/system", "http://127.0.0.1:1/oauth/token", "wrong_metadata: ")]
    [InlineData("{0}/t/system", "not a url", "wrong_metadata: ")]
    public async Task gets_no_secret(string issuer, string tokenEndpoint, string why)
    {
        await using var impostor = await StandIn.StartAsync(new Impostor { Issuer = issuer, TokenEndpoint = tokenEndpoint });

        (await ListKeysAsync(impostor)).Fails(1, why);

        Assert.All(impostor.Requests, request => Assert.DoesNotContain("Authorization", request, StringComparison.Ordinal));
    }

    private static Task<Ended> ListKeysAsync(StandIn impostor) => ArgusProcess.RunAsync(
        Path.GetTempPath(), new Dictionary<string, string> { ["ARGUS_URL"] = impostor.Address.ToString(), ["ARGUS_CLIENT_SECRET"] = Secret }, "", ["keys", "list"]);

    private sealed class Impostor : StandIn
    {
        public string Issuer { get; init; } = "";

        public string TokenEndpoint { get; init; } = "";

        protected override Task AnswerAsync(HttpContext http, byte[] body) => WriteAsync(
            http, 200, "application/json", $$"""{ "issuer": "{{Here(Issuer)}}", "token_endpoint": "{{Here(TokenEndpoint)}}" }""");

        private string Here(string text) => text.Replace("{0}", Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
    }
}
