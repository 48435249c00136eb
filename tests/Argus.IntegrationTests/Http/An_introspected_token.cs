using System.Security.Cryptography;
using System.Text;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http;

[Collection(OneNodeCollection.Name)]
public class An_introspected_token(OneNode one)
{
    private readonly TestNode _node = one.Node;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task is_active_for_the_server_of_its_audience_with_exactly_its_claims(bool basic)
    {
        var token = await TokenAsync();

        var reply = basic
            ? await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, token)
            : await _node.PostAsync("/t/acme/oauth/introspect", $"token={token}&token_type_hint=access_token&{Known.OrdersApi.Post}");

        reply.IsActive();
        reply.IsNotStored();
        Assert.Equal("application/json", reply.Header("Content-Type"));
        Assert.Equal(["active", "iss", "sub", "aud", "client_id", "scope", "token_type", "exp", "iat", "nbf", "jti"], reply.Members);
        Assert.Equal("Bearer", reply.Member("token_type"));
        foreach (var claim in new Compact(token).Payload.EnumerateObject())
            Assert.Equal(claim.Value.GetRawText(), reply.Json.GetProperty(claim.Name).GetRawText());
    }

    [Fact]
    public async Task is_inactive_for_a_client_that_serves_another_resource() =>
        (await _node.IntrospectAsync(Known.Acme, Known.StockApi, await TokenAsync())).IsInactive();

    [Fact]
    public async Task is_inactive_for_the_client_that_it_was_issued_to() =>
        (await _node.IntrospectAsync(Known.Acme, Known.Billing, await TokenAsync())).IsInactive();

    [Fact]
    public async Task is_inactive_from_the_second_in_which_it_expires()
    {
        var token = await TokenAsync(Known.Brief);
        var expiry = new Compact(token).Payload.GetProperty("exp").GetInt64();

        var wasActive = false;
        await Eventually.Holds("it has expired", TimeSpan.FromSeconds(60), async () =>
        {
            var asked = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            var reply = await _node.IntrospectAsync(Known.Brief, Known.OrdersApi, token);
            var answered = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            var active = reply.Json.GetProperty("active").GetBoolean();
            wasActive |= active;
            Assert.False(active && asked >= expiry, "active after its end");
            Assert.False(!active && answered < expiry, "inactive before its end");
            return !active;
        });
        (await _node.IntrospectAsync(Known.Brief, Known.OrdersApi, token)).IsInactive();
        Assert.True(wasActive || TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() >= expiry);
    }

    [Fact]
    public async Task is_inactive_at_another_tenant_even_for_a_client_of_the_same_name_and_resource()
    {
        var token = await TokenAsync();

        (await _node.IntrospectAsync(Known.Gamma, Known.OrdersApi, token)).IsInactive();
        (await _node.IntrospectAsync("", Known.OrdersApi, token, ("Host", Known.BetaHost))).IsInactive();
        (await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, token)).IsActive();
    }

    [Fact]
    public async Task is_inactive_once_the_client_behind_it_is_disabled_and_active_when_it_is_enabled_again()
    {
        var token = (await _node.TokenAsync(Known.Gamma, Known.Retired)).AccessToken;
        (await _node.IntrospectAsync(Known.Gamma, Known.OrdersApi, token)).IsActive();

        await _node.CommandAsync(all => all.Clients, "gamma", "client:retired", Argus.Domain.Clients.ClientDecider.Disable);
        (await _node.IntrospectAsync(Known.Gamma, Known.OrdersApi, token)).IsInactive();

        await _node.CommandAsync(all => all.Clients, "gamma", "client:retired", Argus.Domain.Clients.ClientDecider.Enable);
        (await _node.IntrospectAsync(Known.Gamma, Known.OrdersApi, token)).IsActive();
    }

    [Theory]
    [InlineData("x")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("%00")]
    [InlineData("%F0%9F%92%A9")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("opaque-refresh-token")]
    public async Task is_inactive_when_it_is_garbage(string token)
    {
        var reply = await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, token);

        if (token == "%00")
            reply.Refuses(400, "invalid_request");
        else
            reply.IsInactive();
    }

    [Fact]
    public async Task is_inactive_whatever_was_changed_in_it()
    {
        var token = await TokenAsync();
        var parts = token.Split('.');
        string[] changed =
        [
            Compact.Tampered(token), token + "A", token + ".", token + "=", " " + token, token[..^1], $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}",
            $"{parts[0]}.{parts[1]}.{parts[2]}.{parts[2]}", token.ToUpperInvariant(), $"Bearer {token}",
        ];

        foreach (var each in changed)
            (await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, Client.Form(each))).IsInactive();
    }

    [Theory]
    [InlineData(16 * 1024)]
    [InlineData((16 * 1024) + 1)]
    [InlineData(60_000)]
    public async Task is_inactive_when_it_is_longer_than_any_token(int length) =>
        (await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, new string('A', length))).IsInactive();

    [Fact]
    public async Task is_inactive_when_the_tenant_s_key_did_not_sign_it()
    {
        using var rsa = RSA.Create(2048);
        var parts = (await TokenAsync()).Split('.');
        var signature = rsa.SignData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        (await _node.IntrospectAsync(Known.Acme, Known.OrdersApi, $"{parts[0]}.{parts[1]}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}")).IsInactive();
    }

    [Fact]
    public async Task needs_a_client_that_proves_who_it_is_before_anything_is_said()
    {
        var token = await TokenAsync();

        (await _node.PostAsync("/t/acme/oauth/introspect", $"token={token}")).Refuses(401, "invalid_client");
        (await _node.IntrospectAsync(Known.Acme, Known.OrdersApi with { Secret = "wrong" }, token)).Refuses(401, "invalid_client");
        (await _node.PostAsync("/t/acme/oauth/introspect", "", Known.OrdersApi.Basic)).Refuses(400, "invalid_request");
        (await _node.PostAsync("/t/acme/oauth/introspect", "token=", Known.OrdersApi.Basic)).Refuses(400, "invalid_request");
    }

    private async Task<string> TokenAsync(string tenant = Known.Acme) => (await _node.TokenAsync(tenant, Known.Billing)).AccessToken;
}
