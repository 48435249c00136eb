using Argus.Authority.Revocation;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;
using Argus.Domain.Users;
using Argus.Specs.Authority.Families;
using Argus.Specs.Authority.Keys;

namespace Argus.Specs.Authority.Exchange;

/// <summary>Against a model that knows nothing of the code: a token is good if and only if nothing has ended it or any before it.</summary>
public class Exchanges_of_any_history
{
    private const int Deepest = 5;
    private const int Steps = 40;

    private static readonly string[] Services = ["api", "stock", "depot"];
    private static readonly string[] Resources = [SpecNode.Api, SpecExchange.Stock, SpecExchange.Depot];
    private static readonly string[] Clients = [.. Services, "app", "rival", "orders"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task leave_alive_exactly_what_no_ancestor_took_along(int seed)
    {
        var random = new Xorshift((ulong)seed * 0x9E3779B97F4A7C15);
        await using var exchange = await SpecExchange.StartAsync("""{"user_token_lifetime":3600,"service_token_lifetime":3600}""");
        var all = $"\"{string.Join("\",\"", Resources)}\"";
        await exchange.ApplyAsync($"\"clients\":[{string.Join(',', Services.Select((id, i) => SpecExchange.Service(id, "read", all, $"\"introspects\":[\"{Resources[i]}\"]")))}]");
        var model = new Model();

        for (var step = 0; step < Steps; step++)
        {
            await exchange.Node.AdvanceAsync(TimeSpan.FromSeconds(2));
            await (random.Below(10) switch
            {
                < 2 => BeginAsync(exchange, model, random),
                < 7 => ExchangeAsync(exchange, model, random),
                _ => EndAsync(exchange, model, random),
            });
        }

        foreach (var token in model.Tokens)
            Assert.True(model.IsAlive(token) == await exchange.IsActiveAsync(token.Compact, Services[token.Audience]), $"seed {seed}, {token}");
    }

    private static async Task BeginAsync(SpecExchange exchange, Model model, Xorshift random)
    {
        if (random.Below(2) == 0)
        {
            if (!exchange.Node.Client("orders").State.Enabled)
                return;
            model.Add(new Token(await exchange.Node.IssueAsync("orders"), null, null, "orders", "client:orders", 0, Kid(exchange), ++model.Now));
            return;
        }

        var app = random.Below(2) == 0 ? "app" : "rival";
        if (model.Disabled.Contains(app) || model.Disabled.Contains("alice"))
            return;
        var since = ++model.Now;
        var opened = await exchange.App.OpenAsync(app);
        model.Add(new Token(opened.AccessToken, null, opened.Family.Value, app, SpecApp.Alice.Value, 0, Kid(exchange), since));
    }

    private static async Task ExchangeAsync(SpecExchange exchange, Model model, Xorshift random)
    {
        if (model.Tokens.Count == 0)
            return;
        var subject = random.Of(model.Tokens);
        var caller = Services[subject.Audience];

        // A disabled client gets no further than its authentication.
        if (model.Disabled.Contains(caller))
            return;
        var target = random.Below(Resources.Length);
        var answer = await exchange.ExchangeAsync(caller, subject.Compact, Resources[target]);

        Assert.Equal(model.IsAlive(subject) && subject.Depth < Deepest, answer.Refusal is null);
        if (answer.Refusal is null)
            model.Add(new Token(answer.AccessToken.ToArray(), subject, null, caller, subject.Subject, target, Kid(exchange), ++model.Now));
    }

    private static async Task EndAsync(SpecExchange exchange, Model model, Xorshift random)
    {
        var node = exchange.Node;
        var token = model.Tokens.Count == 0 ? null : random.Of(model.Tokens);
        switch (random.Below(12))
        {
            case < 4 when token is not null:
                await node.Revoker.RevokeAsync(node.Acme, node.Client(token.Client), token.Compact, SpecNode.Origin);
                model.Revoked.Add(token);
                break;
            case < 6 when token?.Family is { } family:
                await exchange.App.HappenAsync($"family:{family}", new Argus.Domain.Families.FamilyRevoked("revoked_by_client"));
                model.Families.Add(family);
                break;
            case 6:
                var client = random.Of(Clients);
                await BoundAsync(exchange, model, null, client);
                break;
            case 7:
                await BoundAsync(exchange, model, random.Below(2) == 0 ? SpecApp.Alice.Value : "client:orders", null);
                break;
            case 8:
                await BoundAsync(exchange, model, SpecApp.Alice.Value, random.Of(Clients));
                break;
            case 9 or 10:
                await ToggleAsync(exchange, model, random.Below(4) == 0 ? "alice" : random.Of(Clients));
                break;
            case 11 when random.Below(3) == 0:
                model.Keys.Add(Kid(exchange));
                Assert.Null(await node.KeyRings.RevokeAsync(node.Acme, new(node.Acme.Keys.Active!.Kid, null, "stolen"), SpecNode.Origin).InTime());
                await node.RefreshAsync();
                break;
        }
    }

    private static async Task BoundAsync(SpecExchange exchange, Model model, string? subject, string? client)
    {
        var holder = new TokenHolder(subject, client is null ? null : TextId.Parse<ClientId>(client));
        await new OperatorRevoker(exchange.Node.Aggregates, exchange.Node.Log, exchange.Node.Views, exchange.Node.Clock)
            .RevokeAsync(exchange.Node.Acme, holder, null, "stolen", SpecNode.Origin);
        model.Bounds.Add((subject, client, ++model.Now));
    }

    private static async Task ToggleAsync(SpecExchange exchange, Model model, string who)
    {
        var enable = model.Disabled.Remove(who);
        if (!enable)
            model.Disabled.Add(who);
        if (who == "alice")
            await exchange.App.HappenAsync(UserState.StreamOf(Domain.Samples.Alice), enable ? new UserEnabled() : new UserDisabled());
        else
            await exchange.App.HappenAsync($"client:{who}", enable ? new ClientEnabled() : new ClientDisabled());
    }

    private static string Kid(SpecExchange exchange) => exchange.Node.Acme.Keys.Active!.Kid.Value;

    /// <summary>A token as the model sees it.</summary>
    /// <param name="Compact">ASCII.</param>
    /// <param name="Parent">What it was exchanged from.</param>
    /// <param name="Family">Whose it is, if one's.</param>
    /// <param name="Client">To whom.</param>
    /// <param name="Subject">Of whom.</param>
    /// <param name="Audience">Which resource.</param>
    /// <param name="Kid">The key.</param>
    /// <param name="Since">When it was issued, or its family allowed, among all that the model saw.</param>
    private sealed record Token(byte[] Compact, Token? Parent, string? Family, string Client, string Subject, int Audience, string Kid, int Since)
    {
        /// <summary>Exchanges behind it.</summary>
        public int Depth => Parent is null ? 0 : Parent.Depth + 1;

        public override string ToString() => $"{Client} {Since} < {Parent}";
    }

    private sealed class Model
    {
        public List<Token> Tokens { get; } = [];

        public HashSet<Token> Revoked { get; } = new(ReferenceEqualityComparer.Instance);

        public HashSet<string> Families { get; } = [];

        public HashSet<string> Keys { get; } = [];

        public HashSet<string> Disabled { get; } = [];

        public List<(string? Subject, string? Client, int At)> Bounds { get; } = [];

        public int Now { get; set; }

        public void Add(Token token) => Tokens.Add(token);

        public bool IsAlive(Token? token) => token is null || (!IsEnded(token) && IsAlive(token.Parent));

        private bool IsEnded(Token token) =>
            Revoked.Contains(token)
            || (token.Family is not null && Families.Contains(token.Family))
            || Keys.Contains(token.Kid)
            || Disabled.Contains(token.Client)
            || (token.Subject == SpecApp.Alice.Value && Disabled.Contains("alice"))
            || Bounds.Exists(bound => (bound.Subject ?? token.Subject) == token.Subject && (bound.Client ?? token.Client) == token.Client && bound.At > token.Since);
    }
}
