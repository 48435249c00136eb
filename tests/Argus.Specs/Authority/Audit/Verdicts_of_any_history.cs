using Argus.Authority.Audit;
using Argus.Authority.Keys;
using Argus.Authority.Revocation;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Keys;
using Argus.Domain.Projections;
using Argus.Domain.Replays;
using Argus.Domain.Users;
using Argus.Domain.Verdicts;
using Argus.Specs.Authority.Exchange;
using Argus.Specs.Authority.Families;
using Argus.Specs.Authority.Keys;

namespace Argus.Specs.Authority.Audit;

/// <summary>What a log says afterwards of a moment is what introspection said at that moment, whatever happened before and since.</summary>
public class Verdicts_of_any_history
{
    private const int Steps = 30;

    private static readonly string[] Services = ["api", "stock", "depot"];
    private static readonly string[] Resources = [SpecNode.Api, SpecExchange.Stock, SpecExchange.Depot];
    private static readonly string[] Clients = [.. Services, "app", "rival", "orders"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task are_what_introspection_said_at_the_time_and_what_a_replay_up_to_it_says(int seed)
    {
        var random = new Xorshift((ulong)seed * 0x9E3779B97F4A7C15);
        await using var exchange = await SpecExchange.StartAsync("""{"user_token_lifetime":40,"service_token_lifetime":25}""");
        var all = $"\"{string.Join("\",\"", Resources)}\"";
        await exchange.ApplyAsync($"\"clients\":[{string.Join(',', Services.Select((id, i) => SpecExchange.Service(id, "read", all, $"\"introspects\":[\"{Resources[i]}\"]")))}]");
        var walk = new Walk(exchange, random);
        for (var step = 0; step < Steps; step++)
            await walk.StepAsync();

        var log = await exchange.Node.Log.Events();
        foreach (var (token, at, isActive) in walk.Answers)
        {
            var issued = log.Select(recorded => IssuedToken.Of(recorded, token)).OfType<IssuedToken>().Single();
            var verdict = VerdictDecider.Decide(issued, log, at);
            Assert.True(isActive == (verdict.Kind == VerdictKind.Valid), $"seed {seed}: {token} at {at:O} was {(isActive ? "active" : "inactive")}, and is called {verdict}");

            var then = log.TakeWhile(recorded => recorded.Time <= at).ToList();
            AssertSame(verdict, VerdictDecider.Decide(then.Select(recorded => IssuedToken.Of(recorded, token)).OfType<IssuedToken>().SingleOrDefault(), then, at));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task are_the_same_from_the_streams_that_a_node_reads_as_from_the_whole_log(int seed)
    {
        var random = new Xorshift((ulong)seed * 0xD1342543DE82EF95);
        await using var exchange = await SpecExchange.StartAsync("""{"user_token_lifetime":40,"service_token_lifetime":25}""");
        var walk = new Walk(exchange, random);
        for (var step = 0; step < Steps; step++)
            await walk.StepAsync();

        var (node, log) = (exchange.Node, await exchange.Node.Log.Events());
        var reader = new VerdictReader(node.Log, node.Aggregates, node.Views, node.Clock);
        foreach (var (token, at, _) in walk.Answers.Where(_ => random.Below(4) == 0))
        {
            var issued = log.Select(recorded => IssuedToken.Of(recorded, token)).OfType<IssuedToken>().Single();
            AssertSame(VerdictDecider.Decide(issued, log, at), await reader.ReadAsync(node.Acme, token, at, SpecNode.Origin).InTime());
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task belong_to_logs_in_which_a_replay_finds_nothing_impossible_and_the_nodes_own_projections(int seed)
    {
        var random = new Xorshift((ulong)seed * 0x2545F4914F6CDD1D);
        await using var exchange = await SpecExchange.StartAsync("""{"user_token_lifetime":40,"service_token_lifetime":25}""");
        var walk = new Walk(exchange, random);
        using var replay = new LogReplay("acme");
        for (var step = 0; step < Steps; step++)
        {
            await walk.StepAsync();
            await foreach (var entry in exchange.Node.Log.ReadAsync("acme", replay.Entries, CancellationToken.None))
                replay.Add(entry.Bytes.Span);

            // Sooner or later, here or there: what is forgotten did not count any more.
            if (random.Below(3) == 0)
                exchange.Node.Acme.Forget(exchange.Node.Clock.GetUtcNow() + TimeSpan.FromSeconds(random.Below(7200)));
            var folded = ProjectionDigests.Of(replay.Projections.State(ring => PublishedKeys.JwksOf(ring)));
            Assert.Equal(folded, ProjectionDigests.Of(exchange.Node.Acme.Projections()));
        }

        Assert.Equal(0, replay.Late.Count);
        Assert.Empty(replay.Findings.Listed);
    }

    private static void AssertSame(TokenVerdict one, TokenVerdict other) =>
        Assert.Equal((one.Name, one.Since, string.Join(' ', one.Evidence)), (other.Name, other.Since, string.Join(' ', other.Evidence)));

    /// <summary>Things happen, one a second or less, and after each every token is asked for.</summary>
    private sealed class Walk(SpecExchange exchange, Xorshift random)
    {
        private readonly List<(byte[] Compact, Jti Jti, int Audience, string Client)> _tokens = [];
        private readonly List<FamilyId> _families = [];
        private readonly HashSet<string> _disabled = [];

        public List<(Jti Token, DateTimeOffset At, bool IsActive)> Answers { get; } = [];

        private SpecNode Node => exchange.Node;

        public async Task StepAsync()
        {
            await Node.AdvanceAsync(TimeSpan.FromSeconds(1 + random.Below(3)));
            await (random.Below(10) switch
            {
                < 3 => BeginAsync(),
                < 6 => ExchangeAsync(),
                _ => EndAsync(),
            });
            await Node.RefreshAsync();
            foreach (var (compact, jti, audience, _) in _tokens)
                Answers.Add((jti, Node.Clock.GetUtcNow(), await exchange.IsActiveAsync(compact, Services[audience])));
        }

        private async Task BeginAsync()
        {
            if (random.Below(2) == 0 && !_disabled.Contains("orders"))
            {
                Add(await Node.IssueAsync("orders"), 0, "orders");
                return;
            }

            var app = random.Below(2) == 0 ? "app" : "rival";
            if (_disabled.Contains(app) || _disabled.Contains("alice"))
                return;
            var opened = await exchange.App.OpenAsync(app);
            Add(opened.AccessToken, 0, app);
            _families.Add(opened.Family);
        }

        private async Task ExchangeAsync()
        {
            if (_tokens.Count == 0)
                return;
            var subject = random.Of(_tokens);
            var caller = Services[subject.Audience];
            if (_disabled.Contains(caller))
                return;
            var target = random.Below(Resources.Length);
            var answer = await exchange.ExchangeAsync(caller, subject.Compact, Resources[target]);
            if (answer.Refusal is null)
                Add(answer.AccessToken.ToArray(), target, caller);
        }

        private async Task EndAsync()
        {
            switch (random.Below(12))
            {
                case < 3 when _tokens.Count > 0:
                    var token = random.Of(_tokens);
                    await Node.Revoker.RevokeAsync(Node.Acme, Node.Client(token.Client), token.Compact, SpecNode.Origin);
                    break;
                case < 5 when _families.Count > 0:
                    await Node.FamilyRevoker.RevokeAsync(Node.Acme, random.Of(_families), "lost", SpecNode.Origin);
                    break;
                case 6:
                    await BoundAsync(random.Below(3) == 0 ? null : random.Below(2) == 0 ? SpecApp.Alice.Value : "client:orders", random.Below(2) == 0 ? null : random.Of(Clients));
                    break;
                case < 10:
                    await ToggleAsync(random.Below(4) == 0 ? "alice" : random.Of(Clients));
                    break;
                case 10:
                    long? since = random.Below(2) == 0 ? null : Node.Clock.GetUtcNow().ToUnixTimeSeconds() - random.Below(10);
                    Assert.Null(await Node.KeyRings.RevokeAsync(Node.Acme, new(Node.Acme.Keys.Active!.Kid, since, "stolen"), SpecNode.Origin).InTime());
                    break;
                case 11:
                    await RotateAsync();
                    break;
            }
        }

        private async Task RotateAsync()
        {
            if (Node.Acme.Keys.Ring.Keys.Length > 4)
                return;
            var intake = new KeyIntake(Node.Aggregates, new KeyCustodies(Node.Custody), Node.Custody);
            await intake.CreateAsync(Node.Acme.Id, 2048, (ring, key, times) => KeyRingDecider.Announce(ring, key, times, Node.Clock.GetUtcNow()), SpecNode.Origin);
            await Node.AdvanceAsync(TimeSpan.FromSeconds(1));
            Assert.Null(await Node.KeyRings.RotateAsync(Node.Acme, force: true, SpecNode.Origin).InTime());
        }

        private async Task BoundAsync(string? subject, string? client)
        {
            var revoker = new OperatorRevoker(Node.Aggregates, Node.Log, Node.Views, Node.Clock);
            DateTimeOffset? before = random.Below(2) == 0 ? null : Node.Clock.GetUtcNow() - TimeSpan.FromSeconds(random.Below(20));
            await revoker.RevokeAsync(Node.Acme, new TokenHolder(subject, client is null ? null : TextId.Parse<ClientId>(client)), before, "stolen", SpecNode.Origin);
        }

        private async Task ToggleAsync(string who)
        {
            var enable = _disabled.Remove(who);
            if (!enable)
                _disabled.Add(who);
            if (who == "alice")
                await exchange.App.HappenAsync(UserState.StreamOf(Domain.Samples.Alice), enable ? new UserEnabled() : new UserDisabled());
            else
                await exchange.App.HappenAsync($"client:{who}", enable ? new ClientEnabled() : new ClientDisabled());
        }

        private void Add(byte[] compact, int audience, string client) => _tokens.Add((compact, SpecExchange.JtiOf(compact), audience, client));
    }
}
