using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Resources;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;
using Argus.IntegrationTests.ResourceServers;
using Argus.ResourceServer;

namespace Argus.IntegrationTests.RevocationFeed;

/// <summary>Two nodes behind one address, and an API that only ever speaks to the second.</summary>
public sealed class A_revocation_at_an_API(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly Uri Public = new("http://localhost:5080");
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly string _directory = ScratchDirectory.Create("argus-feed-");
    private readonly ToNode _line = new();
    private NodeSettings _settings = null!;
    private TestNode _first = null!;
    private TestNode? _second;
    private ProtectedApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _settings = new NodeSettings
        {
            ConnectionString = await postgres.NewDatabaseAsync(),
            Provisioning = $$"""{ "tenants": [ {{Known.Small("acme")}} ] }""",
            Directory = _directory,
            PublicUrl = Public,
        };
        _first = await TestNode.StartAsync(_settings);
        _second = await TestNode.StartAsync(_settings);
        _line.Target = _second.Url;
        _api = await ProtectedApi.StartAsync($"{Public.GetLeftPart(UriPartial.Authority)}{Known.Acme}", options =>
        {
            options.Revocation = RevocationMode.Required;
            options.MaxStaleness = TimeSpan.FromSeconds(8);
            options.Backchannel = _line;
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        if (_second is not null)
            await _second.DisposeAsync();
        await _first.DisposeAsync();
        _line.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<string> TokenAsync(Client? client = null) => (await _first.TokenAsync(Known.Acme, client ?? Known.Billing)).AccessToken;

    private async Task AnswersAsync(string token, int status) =>
        await Eventually.Holds($"the API answers {status}", Soon, async () => (await _api.GetAsync("/orders", token)).Status == status);

    [Fact]
    public async Task by_one_node_is_known_by_way_of_the_other()
    {
        var (revoked, good) = (await TokenAsync(), await TokenAsync());
        await AnswersAsync(revoked, 200);

        var since = TimeProvider.System.GetTimestamp();
        Assert.Equal(200, (await _first.RevokeAsync(Known.Acme, Known.Billing, revoked)).Status);
        await AnswersAsync(revoked, 401);

        Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(30));
        await AnswersAsync(good, 200);
    }

    [Fact]
    public async Task of_a_client_or_an_audience_holds_until_it_is_enabled_again()
    {
        var (token, other) = (await TokenAsync(), await TokenAsync(Known.BasicOnly));
        await AnswersAsync(token, 200);
        Assert.True(ClientId.TryParse(Known.Billing.Id, out var client));

        await _first.CommandAsync(aggregates => aggregates.Clients, "acme", ClientState.StreamOf(client), ClientDecider.Disable);
        await AnswersAsync(token, 401);
        await AnswersAsync(other, 200);
        await _first.CommandAsync(aggregates => aggregates.Clients, "acme", ClientState.StreamOf(client), ClientDecider.Enable);
        await AnswersAsync(token, 200);

        await _first.CommandAsync(aggregates => aggregates.Resources, "acme", $"resource:{Known.Orders}", state => ResourceDecider.Disable(state));
        await AnswersAsync(other, 401);
        await _first.CommandAsync(aggregates => aggregates.Resources, "acme", $"resource:{Known.Orders}", state => ResourceDecider.Enable(state));
        await AnswersAsync(other, 200);
    }

    [Fact]
    public async Task cannot_be_missed_by_one_that_lost_its_authority()
    {
        var (revoked, good) = (await TokenAsync(), await TokenAsync());
        await AnswersAsync(good, 200);

        await _second!.DisposeAsync();
        _second = null;
        Assert.Equal(200, (await _first.RevokeAsync(Known.Acme, Known.Billing, revoked)).Status);
        await AnswersAsync(good, 503);
        Assert.Equal("5", (await _api.GetAsync("/orders", good)).Header("Retry-After"));

        _second = await TestNode.StartAsync(_settings);
        _line.Target = _second.Url;
        await AnswersAsync(good, 200);
        Assert.Equal(401, (await _api.GetAsync("/orders", revoked)).Status);
    }

    /// <summary>Leads requests for the public address to a node, as a load balancer does.</summary>
    private sealed class ToNode() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
    {
        public Uri Target { get; set; } = Public;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = request.RequestUri!;
            request.RequestUri = new Uri(Target, asked.PathAndQuery);
            request.Headers.Host = asked.Authority;
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                request.RequestUri = asked;
            }
        }
    }
}
