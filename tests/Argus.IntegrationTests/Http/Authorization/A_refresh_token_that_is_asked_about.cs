using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.Authorization;

[Collection(WalksCollection.Name)]
public class A_refresh_token_that_is_asked_about(Walks walks)
{
    [Fact]
    public async Task is_described_to_its_own_client_only()
    {
        var code = (await walks.NewBrowser().WalkAsync(Walks.Url(Walks.Acme, ("client_id", Walks.Shop.Id)))).Code();
        var tokens = await walks.RedeemAsync(Walks.Acme, code, ("client_id", Walks.Shop.Id), ("client_secret", Walks.Shop.Secret));
        var refreshToken = tokens.Member("refresh_token")!;

        var own = await walks.Node.IntrospectAsync(Walks.Acme, Walks.Shop, refreshToken);

        own.IsActive();
        Assert.Equal(["active", "iss", "sub", "client_id", "scope", "exp", "iat"], own.Members);
        Assert.Equal(Walks.Shop.Id, own.Member("client_id"));
        Assert.Equal(7 * 86_400, own.Json.GetProperty("exp").GetInt64() - own.Json.GetProperty("iat").GetInt64());
        (await walks.Node.IntrospectAsync(Walks.Acme, Known.OrdersApi, refreshToken)).IsInactive();
        (await walks.Node.IntrospectAsync(Walks.Acme, Known.Billing, refreshToken)).IsInactive();
    }

    [Fact]
    public async Task is_put_off_when_too_many_were_guessed_and_never_called_invalid()
    {
        var guess = $"rt1.gamma.06drj5o06drj5o06drj5o06dr0.{new string('A', 43)}";
        // All at once: they are counted by the minute, and a busy machine takes longer for one after the other.
        foreach (var guessed in await Task.WhenAll(Enumerable.Range(0, 101).Select(_ => walks.RefreshAsync(Walks.Gamma, guess))))
            guessed.Refuses(400, "invalid_grant");

        var putOff = (await walks.RefreshAsync(Walks.Gamma, guess)).Refuses(429, "temporarily_unavailable");

        Assert.InRange(int.Parse(putOff.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), 1, 60);
    }
}
