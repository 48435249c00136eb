using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.ResourceServers.Migration;

[Collection(OneNodeCollection.Name)]
public class An_API_that_moves_to_Argus(OneNode one)
{
    private readonly TestNode _node = one.Node;

    [Fact]
    public async Task lets_both_kinds_of_tokens_in_each_by_its_own_verifier()
    {
        await using var api = await StartAsync();

        Assert.Equal((200, "old shop"), Short(await api.GetAsync("/any", MigratingApi.ShopToken)));
        Assert.Equal((200, "argus billing"), Short(await api.GetAsync("/any", await TokenAsync(Known.Billing))));

        Assert.Equal([MigratingApi.ShopToken], api.Asked);
    }

    [Theory]
    [InlineData("/orders", MigratingApi.ShopToken, 200)]
    [InlineData("/writing", MigratingApi.ShopToken, 403)]
    [InlineData("/shop", MigratingApi.ShopToken, 200)]
    [InlineData("/archive", MigratingApi.ShopToken, 403)]
    [InlineData("/any", MigratingApi.LookoutToken, 200)]
    [InlineData("/orders", MigratingApi.LookoutToken, 403)]
    [InlineData("/shop", MigratingApi.LookoutToken, 403)]
    public async Task asks_of_the_old_ones_what_it_asks_of_all(string path, string token, int status)
    {
        await using var api = await StartAsync();

        var answer = await api.GetAsync(path, token);

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200 ? "" : "Bearer error=\"insufficient_scope\"", answer.Challenge);
    }

    [Fact]
    public async Task has_no_second_verifier_for_a_token_of_Argus_that_it_refused()
    {
        await using var api = await StartAsync();
        var token = await TokenAsync(Known.Billing);
        var parts = token.Split('.');
        string[] broken =
        [
            await TokenAsync(Known.Both, Known.Stock), $"{parts[0]}.{parts[1]}.{parts[2][..^4]}AAAA", $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}=.{parts[2]}", token + "x",
            $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{parts[1]}.{parts[2]}", $"{Encode("""{"alg":"none"}""")}.{parts[1]}.",
        ];

        foreach (var each in broken)
            Assert.Equal((401, "Bearer error=\"invalid_token\""), Refusal(await api.GetAsync("/any", each)));

        Assert.Empty(api.Asked);
        Assert.Empty(api.Progress.Uses());
    }

    [Fact]
    public async Task keeps_tokens_of_Argus_from_the_old_verifier_where_only_that_one_is_asked_for()
    {
        await using var api = await StartAsync();

        Assert.Equal((401, "Bearer"), Refusal(await api.GetAsync("/old", await TokenAsync(Known.Billing))));
        Assert.Equal((200, "old shop"), Short(await api.GetAsync("/old", MigratingApi.ShopToken)));

        Assert.Equal([MigratingApi.ShopToken], api.Asked);
    }

    [Fact]
    public async Task refuses_what_neither_knows()
    {
        await using var api = await StartAsync();

        Assert.Equal((401, "Bearer error=\"invalid_token\""), Refusal(await api.GetAsync("/any", "unknown")));
        Assert.Equal((401, "Bearer"), Refusal(await api.GetAsync("/any")));
        Assert.Equal((401, "Bearer"), Refusal(await api.GetAsync("/any", "c2hvcDpzaG9w", "Basic")));
        Assert.Equal(401, (await api.GetAsync("/any", MigratingApi.ShopToken, "DPoP")).Status);
        Assert.Equal(401, (await api.GetAsync("/any", new string('x', 17_000))).Status);

        Assert.Equal(["unknown"], api.Asked);
        Assert.Equal(1, api.Progress.RefusedCount);
    }

    [Fact]
    public async Task does_not_even_ask_once_their_time_is_over()
    {
        await using var api = await MigratingApi.StartAsync(_node.Issuer(Known.Acme), options => options.RefusedAfter = TimeProvider.System.GetUtcNow());

        Assert.Equal((401, "Bearer error=\"invalid_token\""), Refusal(await api.GetAsync("/any", MigratingApi.ShopToken)));
        Assert.Equal((200, "argus billing"), Short(await api.GetAsync("/any", await TokenAsync(Known.Billing))));

        Assert.Empty(api.Asked);
        Assert.Equal(1, api.Progress.RefusedAfterEndCount);
    }

    [Fact]
    public async Task can_say_which_are_its_old_ones_but_not_that_a_token_of_Argus_is()
    {
        await using var api = await MigratingApi.StartAsync(_node.Issuer(Known.Acme), options => options.IsLegacy = token => token != MigratingApi.LookoutToken);

        Assert.Equal(401, (await api.GetAsync("/any", MigratingApi.LookoutToken)).Status);
        Assert.Equal(200, (await api.GetAsync("/any", MigratingApi.ShopToken)).Status);
        Assert.Equal((200, "argus billing"), Short(await api.GetAsync("/any", await TokenAsync(Known.Billing))));

        Assert.Equal([MigratingApi.ShopToken], api.Asked);
    }

    [Fact]
    public async Task shows_who_still_comes_with_an_old_one_to_those_who_are_let_in()
    {
        await using var api = await StartAsync();
        await api.GetAsync("/any", MigratingApi.ShopToken);
        await api.GetAsync("/any", MigratingApi.ShopToken);
        await api.GetAsync("/any", "unknown");

        Assert.Equal(401, (await api.GetAsync("/migration")).Status);
        var shown = JsonDocument.Parse((await api.GetAsync("/migration", await TokenAsync(Known.Billing))).Body).RootElement;

        Assert.Equal(["since", "refused", "refused_after_end", "legacy"], shown.EnumerateObject().Select(member => member.Name));
        Assert.Equal(1, shown.GetProperty("refused").GetInt64());
        var use = Assert.Single(shown.GetProperty("legacy").EnumerateArray());
        Assert.Equal(("old-login", "shop", 2), (use.GetProperty("issuer").GetString(), use.GetProperty("client").GetString(), use.GetProperty("count").GetInt64()));
        Assert.True(use.GetProperty("last_seen").GetDateTimeOffset() >= use.GetProperty("first_seen").GetDateTimeOffset());
    }

    private Task<MigratingApi> StartAsync() => MigratingApi.StartAsync(_node.Issuer(Known.Acme));

    private async Task<string> TokenAsync(Client client, string resource = Known.Orders) =>
        (await _node.TokenAsync(Known.Acme, client, $"&resource={Client.Form(resource)}")).AccessToken;

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(json));

    private static (int, string) Short(Answer answer) => (answer.Status, answer.Body);

    private static (int, string) Refusal(Answer answer) => (answer.Status, answer.Challenge);
}
