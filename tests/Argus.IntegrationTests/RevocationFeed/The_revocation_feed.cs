using System.Globalization;
using System.Net.Http.Headers;
using Argus.Domain.Clients;
using Argus.Domain.Tenants;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.RevocationFeed;

[Collection(FeedCollection.Name)]
public sealed class The_revocation_feed(FeedNode feed)
{
    private readonly TestNode _node = feed.Node;

    [Fact]
    public async Task is_named_in_the_metadata() =>
        Assert.Equal($"{_node.Issuer(Known.Acme)}/revocations", (await _node.GetAsync($"{Known.Acme}/.well-known/openid-configuration")).Member("revocation_feed_endpoint"));

    [Fact]
    public async Task shows_a_revocation_when_it_is_answered()
    {
        var jti = await feed.RevokeAsync();

        var claims = (await _node.FeedAsync(Known.Acme)).Feed();
        Assert.Equal("snapshot", claims.Kind());
        Assert.Contains($"\"jti\":\"{jti}\"", claims.Items(), StringComparison.Ordinal);
        Assert.Equal(_node.Issuer(Known.Acme), claims.GetProperty("iss").GetString());
        Assert.InRange(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - claims.GetProperty("iat").GetInt64(), 0, 60);

        var delta = (await _node.FeedAsync(Known.Acme, $"?after={claims.Epoch()}")).Feed();
        Assert.Equal(("delta", "[]", claims.Epoch(), claims.Epoch()), (delta.Kind(), delta.Items(), delta.GetProperty("from").GetInt64(), delta.Epoch()));
    }

    [Fact]
    public async Task holds_the_answer_back_until_there_is_something()
    {
        var epoch = (await _node.FeedAsync(Known.Acme)).Feed().Epoch();
        var waiting = _node.FeedAsync(Known.Acme, $"?after={epoch}&wait=30");

        var jti = await feed.RevokeAsync();

        var delta = (await waiting).Feed();
        Assert.Equal(epoch, delta.GetProperty("from").GetInt64());
        Assert.Contains(jti, delta.Items(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task says_after_the_wait_that_there_is_nothing()
    {
        var since = TimeProvider.System.GetTimestamp();
        Assert.Equal("[]", (await _node.FeedAsync(Known.Gamma, "?after=0&wait=1")).Feed().Items());
        Assert.InRange(TimeProvider.System.GetElapsedTime(since).TotalSeconds, 0.9, 30);
    }

    [Fact]
    public async Task tells_nobody_another_tenants()
    {
        await feed.RevokeAsync();
        Assert.Equal((0, "[]"), ((await _node.FeedAsync(Known.Gamma)).Feed() is var claims ? claims.Epoch() : -1, claims.Items()));
    }

    [Theory]
    [InlineData("?after=-1")]
    [InlineData("?after=x")]
    [InlineData("?after=99999999999999999999")]
    [InlineData("?after=1.5")]
    [InlineData("?after=0&after=1")]
    [InlineData("?wait=1e9")]
    [InlineData("?wait=31")]
    [InlineData("?wait=1000000000")]
    [InlineData("?after=0&wait=-1")]
    [InlineData("?after=%00")]
    [InlineData("?after=+1")]
    public async Task refuses_what_is_no_number(string query) => (await _node.FeedAsync(Known.Acme, query)).Refuses(400, "invalid_request");

    [Fact]
    public async Task tells_who_dreams_of_an_epoch_what_there_is() =>
        Assert.Equal("snapshot", (await _node.FeedAsync(Known.Acme, $"?after={long.MaxValue.ToString(CultureInfo.InvariantCulture)}&wait=30")).Feed().Kind());

    [Fact]
    public async Task can_be_read_by_scripts_and_not_be_written()
    {
        var reply = await _node.GetAsync($"{Known.Acme}/revocations", ("Origin", "https://app.example"));
        Assert.Equal((200, "*"), (reply.Status, reply.Header("Access-Control-Allow-Origin")));
        Assert.Equal(405, (await _node.PostAsync($"{Known.Acme}/revocations", "after=0")).Status);
    }

    [Fact]
    public async Task comes_as_events()
    {
        var epoch = (await _node.FeedAsync(Known.Acme)).Feed().Epoch();
        using var http = new HttpClient { BaseAddress = _node.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Known.Acme}/revocations?after={epoch}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

        Assert.Equal("[]", (await NextAsync(reader, epoch)).Items());
        var jti = await feed.RevokeAsync();
        var news = await NextAsync(reader, null);
        Assert.Contains(jti, news.Items(), StringComparison.Ordinal);

        var heartbeat = await NextAsync(reader, news.Epoch());
        Assert.Equal((news.Epoch(), "[]"), (heartbeat.GetProperty("from").GetInt64(), heartbeat.Items()));
    }

    private static async Task<System.Text.Json.JsonElement> NextAsync(StreamReader reader, long? epoch)
    {
        var id = await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        var data = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("data: ", data, StringComparison.Ordinal);
        var claims = new Compact(data![6..]).Payload;
        Assert.Equal($"id: {epoch ?? claims.Epoch()}", id);
        return claims;
    }

    [Fact]
    public async Task lets_only_so_many_wait_and_answers_who_does_not()
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = _node.Url };
        var refused = 0;
        var crowd = Enumerable.Range(0, 1_200).Select(async _ =>
        {
            try
            {
                using var response = await http.GetAsync($"{Known.Gamma}/revocations?after=0&wait=30", leave.Token);
                if ((int)response.StatusCode == 503)
                    Interlocked.Increment(ref refused);
            }
            catch (OperationCanceledException)
            {
                // It has seen enough.
            }
        }).ToArray();

        await Embedded.Eventually.Holds("some are turned away", TimeSpan.FromSeconds(60), () => Volatile.Read(ref refused) >= 100);
        Assert.Equal(200, (await _node.FeedAsync(Known.Gamma, "?after=0")).Status);
        Assert.Equal(200, (await _node.FeedAsync(Known.Gamma)).Status);

        await leave.CancelAsync();
        await Task.WhenAll(crowd);
        await Embedded.Eventually.Holds("there is room again", TimeSpan.FromSeconds(60), async () => (await _node.FeedAsync(Known.Gamma, "?after=0&wait=1")).Status == 200);
    }

    [Fact]
    public async Task tells_who_waits_that_the_tenant_is_disabled_and_nobody_afterwards()
    {
        // Whether a request waits already cannot be seen; one that comes too late finds nothing, and the next tenant is for another try.
        for (var number = 0; ; number++)
        {
            var tenant = $"closing-{number}";
            var waiting = _node.FeedAsync($"/t/{tenant}", "?after=0&wait=30");
            await _node.CommandAsync(aggregates => aggregates.Tenants, tenant, TenantState.Stream, TenantDecider.Disable);

            var told = await waiting;
            Assert.Equal(404, (await _node.FeedAsync($"/t/{tenant}")).Status);
            if (told.Status == 404 && number < 2)
                continue;
            Assert.Equal("""[{"tenant_disabled":true}]""", told.Feed().Items());
            return;
        }
    }

    [Fact]
    public async Task names_no_client()
    {
        await _node.CommandAsync(aggregates => aggregates.Clients, "acme", ClientState.StreamOf(TextId(Known.BasicOnly.Id)), ClientDecider.Disable);

        var items = (await _node.FeedAsync(Known.Acme)).Feed().Items();
        Assert.Contains("client_hash", items, StringComparison.Ordinal);
        Assert.DoesNotContain(Known.BasicOnly.Id, items, StringComparison.Ordinal);
    }

    private static Argus.Domain.Kernel.ClientId TextId(string id) =>
        Argus.Domain.Kernel.ClientId.TryParse(id, out var client) ? client : throw new FormatException(id);
}
