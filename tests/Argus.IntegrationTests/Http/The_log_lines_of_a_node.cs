using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http;

[Collection(OneNodeCollection.Name)]
public class The_log_lines_of_a_node(OneNode one)
{
    private readonly TestNode _node = one.Node;

    [Fact]
    public async Task hold_no_secret_and_no_token_wherever_a_client_puts_them()
    {
        var token = (await _node.TokenAsync(Known.Acme, Known.Billing)).AccessToken;
        const string wrong = "nearly-the-secret-4711";
        var before = _node.Log.Lines.Count;
        foreach (var misplaced in new[] { Known.Billing.Secret, Known.Odd.Secret, token, wrong })
        {
            var value = Client.Form(misplaced);
            await _node.PostAsync("/t/acme/oauth/token", $"grant_type={value}", Known.Billing.Basic);
            await _node.PostAsync("/t/acme/oauth/token", $"grant_type=client_credentials&scope={value}", Known.Billing.Basic);
            await _node.PostAsync("/t/acme/oauth/token", $"grant_type=client_credentials&resource={value}", Known.Billing.Basic);
            await _node.PostAsync("/t/acme/oauth/token", $"grant_type=client_credentials&{value}={value}&{value}={value}", Known.Billing.Basic);
            await _node.PostAsync("/t/acme/oauth/token", $"grant_type=client_credentials&client_id={value}&client_secret={value}");
            await _node.PostAsync("/t/acme/oauth/token", "grant_type=client_credentials", new Client("billing", misplaced + "x").Basic);
            await _node.PostAsync("/t/acme/oauth/token", "grant_type=client_credentials", null, ("Authorization", $"Bearer {token}"));
            await _node.PostAsync($"/t/acme/oauth/token?client_secret={value}", "grant_type=client_credentials", Known.Billing.Basic);
            await _node.PostAsync("/t/acme/oauth/introspect", $"token={value}", Known.OrdersApi.Basic);
            await _node.PostAsync("/t/acme/oauth/introspect", $"token={value}&token={value}", Known.OrdersApi.Basic);
            await _node.PostAsync("/t/acme/oauth/revoke", $"token={value}x", Known.Billing.Basic);
            await _node.GetAsync($"/t/acme/oauth/introspect?token={value}");
            await _node.GetAsync($"/t/{value}/.well-known/jwks.json");
            await _node.GetAsync($"/{value}");
            await RawHttp.GetAsync(_node.Url, $"/t/acme/oauth/token HTTP/9 {misplaced}");
        }

        Assert.True(_node.Log.Lines.Count > before, "nothing was logged, so nothing is proved");
        Secrecy.Holds(_node, wrong);
    }
}
