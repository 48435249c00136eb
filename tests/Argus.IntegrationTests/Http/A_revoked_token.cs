using Argus.IntegrationTests.Http.Driving;
using Argus.Log;

namespace Argus.IntegrationTests.Http;

[Collection(OneNodeCollection.Name)]
public class A_revoked_token(OneNode one)
{
    private readonly TestNode _node = one.Node;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task is_inactive_from_the_answer_on_however_often_it_is_revoked(bool basic)
    {
        var token = await TokenAsync();
        (await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, token)).IsActive();

        for (var time = 0; time < 3; time++)
        {
            var reply = basic
                ? await _node.RevokeAsync(Known.Acme, Known.Billing, token)
                : await _node.PostAsync("/t/acme/oauth/revoke", $"token={token}&token_type_hint=refresh_token&{Known.Billing.Post}");
            Says200(reply);
            (await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, token)).IsInactive();
        }
    }

    [Fact]
    public async Task leaves_other_tokens_alone()
    {
        var (revoked, other) = (await TokenAsync(), await TokenAsync());

        Says200(await _node.RevokeAsync(Known.Acme, Known.Billing, revoked));

        (await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, other)).IsActive();
    }

    [Fact]
    public async Task stays_active_when_another_client_wants_it_revoked()
    {
        var token = await TokenAsync();

        Says200(await _node.RevokeAsync(Known.Acme, Known.BasicOnly, token));
        Says200(await _node.RevokeAsync(Known.Acme, Known.OrdersApi, token));
        Says200(await _node.RevokeAsync(Known.Gamma, Known.Billing, token));

        (await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, token)).IsActive();
    }

    [Fact]
    public async Task gets_the_same_answer_as_one_that_nobody_knows()
    {
        var token = await TokenAsync();

        Says200(await _node.RevokeAsync(Known.Acme, Known.Billing, "unknown"));
        Says200(await _node.RevokeAsync(Known.Acme, Known.Billing, Compact.Tampered(token)));
        Says200(await _node.RevokeAsync(Known.Acme, Known.Billing, new string('A', 20_000)));
        (await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, token)).IsActive();
    }

    [Fact]
    public async Task has_to_be_named_by_a_client_that_proves_who_it_is()
    {
        var token = await TokenAsync();

        (await _node.PostAsync("/t/acme/oauth/revoke", "", Known.Billing.Basic)).Refuses(400, "invalid_request");
        (await _node.PostAsync("/t/acme/oauth/revoke", "token=", Known.Billing.Basic)).Refuses(400, "invalid_request");
        (await _node.PostAsync("/t/acme/oauth/revoke", $"token={token}")).Refuses(401, "invalid_client");
        (await _node.RevokeAsync(Known.Acme, Known.Billing with { Secret = "wrong" }, token)).Refuses(401, "invalid_client");
        (await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, token)).IsActive();
    }

    [Fact]
    public async Task is_revoked_once_however_many_ask_at_once()
    {
        var token = await TokenAsync();

        foreach (var reply in await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _node.RevokeAsync(Known.Acme, Known.Billing, token))))
            Says200(reply);

        var entries = await _node.Events.ReadStreamAsync("acme", $"token:{new Compact(token).Jti}", TestContext.Current.CancellationToken);
        Assert.Equal(2, entries.Count);
    }

    private static void Says200(Reply reply)
    {
        Assert.Equal("200 ", reply.ToString());
        Assert.Equal("0", reply.Header("Content-Length"));
        reply.IsNotStored();
    }

    private async Task<string> TokenAsync() => (await _node.TokenAsync(Known.Acme, Known.Billing)).AccessToken;
}
