using Argus.Authority.Keys;
using Argus.Authority.Logouts;
using Argus.Authority.Sessions;
using Argus.Domain.Kernel;
using Argus.Domain.Logouts;
using Argus.Domain.Sessions;
using Argus.Specs.Domain;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Specs.Authority;

public sealed class Telling_clients_of_a_logout : IAsyncLifetime
{
    private const string Uri = "https://told.example/logout";
    private const string Stream = "logout:" + Samples.JtiText;

    private readonly SpecChannel _channel = new();
    private SpecNode _node = null!;
    private SpecNode _other = null!;

    public async ValueTask InitializeAsync()
    {
        _node = await SpecNode.StartAsync();
        await _node.ApplyAsync($$"""{"tenants":[{"tenant":"acme","clients":[{"client_id":"told","client_secret":"secret six","backchannel_logout_uri":"{{Uri}}"}]}]}""");
        _other = await _node.StartBesideAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _other.DisposeAsync();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task is_begun_at_once_by_the_node_that_ended_the_session()
    {
        var delivery = DeliveryOf(_node);
        var sessions = new BrowserSessions(_node.Aggregates, _node.Log, delivery, _node.Clock);
        var (session, _) = await sessions.SignInAsync(_node.Acme, null, Samples.Subject, new Authentication("1", NameSet.Of("pwd"), 1, null), SpecNode.Origin);
        await sessions.JoinAsync(_node.Acme, session, TextId.Parse<ClientId>("told"), SpecNode.Origin);
        await sessions.JoinAsync(_node.Acme, session, TextId.Parse<ClientId>("orders"), SpecNode.Origin);

        await sessions.EndAsync(_node.Acme, session.Id, "signed_out", SpecNode.Origin);
        await sessions.EndAsync(_node.Acme, session.Id, "signed_out", SpecNode.Origin);
        await _node.RefreshAsync();
        await delivery.SettleAsync();

        Assert.Equal([Uri], _channel.Posts);
        var history = (await _node.Log.Events()).Where(recorded => recorded.Stream == $"logout:{session.Id}" || recorded.Event is SessionEnded).ToArray();
        Assert.Equal([typeof(SessionEnded), typeof(LogoutDue), typeof(LogoutAttempted), typeof(LogoutDelivered)], history.Select(recorded => recorded.Event.GetType()));
        Assert.Equal(history[0].Position + 1, history[1].Position);
        Assert.Equal(NameSet.Of("told"), ((LogoutDue)history[1].Event).Clients);
    }

    [Fact]
    public async Task is_taken_over_by_another_node_when_the_one_that_ended_the_session_is_silent()
    {
        await DueAsync();
        var delivery = DeliveryOf(_other);

        await delivery.SettleAsync();
        await AdvanceAsync(TimeSpan.FromSeconds(29));
        await delivery.SettleAsync();
        Assert.Empty(_channel.Posts);

        await AdvanceAsync(TimeSpan.FromSeconds(1));
        await delivery.SettleAsync();
        Assert.Single(_channel.Posts);
        await EndsWithAsync(typeof(LogoutDue), typeof(LogoutAttempted), typeof(LogoutDelivered));
    }

    [Fact]
    public async Task is_done_by_one_of_the_nodes_that_try_at_the_same_moment()
    {
        await DueAsync();
        var (one, two) = (DeliveryOf(_node), DeliveryOf(_other));
        await Task.WhenAll(one.SettleAsync(), two.SettleAsync());
        await AdvanceAsync(TimeSpan.FromSeconds(30));

        await Task.WhenAll(one.SettleAsync(), two.SettleAsync());

        Assert.Single(_channel.Posts);
        await EndsWithAsync(typeof(LogoutDue), typeof(LogoutAttempted), typeof(LogoutDelivered));
    }

    [Fact]
    public async Task goes_on_where_a_node_was_lost_between_the_log_and_the_client()
    {
        await DueAsync();
        _node.Log.AfterAppend = append => throw (append.Streams[0].Entries[0].Type == "logout.attempted" ? SpecLog.Gone : new InvalidOperationException());
        var (lost, other) = (DeliveryOf(_node), DeliveryOf(_other));
        lost.Begin(Samples.Acme, Samples.Session, 0);
        await lost.SettleAsync();
        _node.Log.AfterAppend = null;
        Assert.Empty(_channel.Posts);

        await AdvanceAsync(TimeSpan.FromSeconds(1));
        await other.SettleAsync();
        Assert.Empty(_channel.Posts);
        await AdvanceAsync(TimeSpan.FromSeconds(31));
        await other.SettleAsync();

        Assert.Single(_channel.Posts);
        await EndsWithAsync(typeof(LogoutDue), typeof(LogoutAttempted), typeof(LogoutAttempted), typeof(LogoutDelivered));
    }

    [Fact]
    public async Task sends_nothing_that_the_log_did_not_take()
    {
        await DueAsync();
        _node.Log.BeforeAppend = _ => throw SpecLog.Gone;
        var delivery = DeliveryOf(_node);
        delivery.Begin(Samples.Acme, Samples.Session, 0);

        await delivery.SettleAsync();
        Assert.Empty(_channel.Posts);

        _node.Log.BeforeAppend = null;
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        await delivery.SettleAsync();
        Assert.Single(_channel.Posts);
    }

    [Fact]
    public async Task is_given_up_after_the_last_try()
    {
        await DueAsync();
        _channel.Takes = false;
        var delivery = DeliveryOf(_node);
        delivery.Begin(Samples.Acme, Samples.Session, 0);
        await delivery.SettleAsync();
        var tries = 1;
        foreach (var pause in new[] { 1, 5, 30, 120, 600 })
        {
            await AdvanceAsync(TimeSpan.Zero);
            await delivery.SettleAsync();
            await AdvanceAsync(TimeSpan.FromSeconds(pause - 0.5));
            await delivery.SettleAsync();
            Assert.Equal(tries, _channel.Posts.Count);
            await AdvanceAsync(TimeSpan.FromSeconds(0.5));
            await delivery.SettleAsync();
            Assert.Equal(++tries, _channel.Posts.Count);
        }

        await AdvanceAsync(TimeSpan.Zero);
        await delivery.SettleAsync();

        Assert.Equal(LogoutSchedule.MostAttempts, tries);
        await EndsWithAsync([typeof(LogoutDue), .. Enumerable.Repeat(typeof(LogoutAttempted), tries), typeof(LogoutAbandoned)]);
    }

    [Fact]
    public async Task is_given_up_at_once_for_a_client_that_wants_nothing_any_more()
    {
        await DueAsync("orders");
        var delivery = DeliveryOf(_node);
        delivery.Begin(Samples.Acme, Samples.Session, 0);

        await delivery.SettleAsync();

        Assert.Empty(_channel.Posts);
        await EndsWithAsync(typeof(LogoutDue), typeof(LogoutAbandoned));
    }

    private LogoutDelivery DeliveryOf(SpecNode node) => new(
        node.Views,
        new LogoutSender(node.Aggregates, new LogoutTokens(new TenantSigner(node.Keys, node.Views), node.Issuers, node.Clock), _channel),
        node.Clock,
        NullLogger<LogoutDelivery>.Instance);

    /// <summary>As a node leaves it that ended the session and was not seen again.</summary>
    private async Task DueAsync(string client = "told")
    {
        await _node.Log.PutAsync("acme", Stream, 0, new LogoutDue(NameSet.Of(client), Samples.Session, Samples.Subject));
        await AdvanceAsync(TimeSpan.Zero);
    }

    private async Task AdvanceAsync(TimeSpan by)
    {
        await _node.AdvanceAsync(by);
        await _other.RefreshAsync();
    }

    private async Task EndsWithAsync(params Type[] types) =>
        Assert.Equal(types, (await _node.Log.Events()).Where(recorded => recorded.Stream == Stream).Select(recorded => recorded.Event.GetType()));

    private sealed class SpecChannel : ILogoutChannel
    {
        private readonly List<string> _posts = [];

        public bool Takes { get; set; } = true;

        public IReadOnlyList<string> Posts => _posts;

        public Task<bool> PostAsync(string uri, ReadOnlyMemory<byte> token, CancellationToken cancellation)
        {
            lock (_posts)
                _posts.Add(uri);
            return Task.FromResult(Takes);
        }
    }
}
