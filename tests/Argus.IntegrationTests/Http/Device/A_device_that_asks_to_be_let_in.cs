using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Http.Device;

[Collection(DevicesCollection.Name)]
public class A_device_that_asks_to_be_let_in(Devices devices)
{
    [Fact]
    public async Task gets_a_code_for_itself_one_for_its_user_and_where_to_type_that()
    {
        var reply = await devices.RequestAsync(Devices.Acme);

        Assert.True(reply.Status == 200, reply.ToString());
        reply.IsNotStored();
        Assert.Equal(["device_code", "user_code", "verification_uri", "verification_uri_complete", "expires_in", "interval"], reply.Members);
        Assert.Matches("^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$", reply.Member("user_code"));
        Assert.StartsWith("dc1.acme.", reply.Member("device_code"), StringComparison.Ordinal);
        Assert.Equal("http://localhost:5080/t/acme/oauth/device", reply.Member("verification_uri"));
        Assert.Equal($"http://localhost:5080/t/acme/oauth/device?user_code={reply.Member("user_code")}", reply.Member("verification_uri_complete"));
        Assert.Equal((600, 5), (reply.Json.GetProperty("expires_in").GetInt32(), reply.Json.GetProperty("interval").GetInt32()));
    }

    [Fact]
    public async Task is_found_by_the_metadata()
    {
        var metadata = await devices.Node.GetAsync("/t/acme/.well-known/oauth-authorization-server");

        Assert.Equal("http://localhost:5080/t/acme/oauth/device", metadata.Member("device_authorization_endpoint"));
        Assert.Contains(Devices.Grant, metadata.Json.GetProperty("grant_types_supported").EnumerateArray().Select(grant => grant.GetString()));
    }

    [Fact]
    public async Task leaves_neither_code_in_the_log()
    {
        var reply = await devices.RequestAsync(Devices.Acme);

        foreach (var entry in await devices.Node.EntriesAsync("acme"))
        {
            Assert.DoesNotContain(reply.Member("user_code")!, entry.GetRawText(), StringComparison.Ordinal);
            Assert.DoesNotContain(reply.Member("device_code")!.Split('.')[^1], entry.GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task authenticates_where_it_has_a_secret()
    {
        Assert.Equal(200, (await devices.Node.PostAsync("/t/acme/oauth/device", "", Devices.SetTopBox.Basic)).Status);
        (await devices.Node.PostAsync("/t/acme/oauth/device", "", (Devices.SetTopBox with { Secret = "wrong" }).Basic)).Refuses(401, "invalid_client");
        (await devices.RequestAsync(Devices.Acme, client: Devices.SetTopBox.Id)).Refuses(401, "invalid_client");
        (await devices.RequestAsync(Devices.Acme, client: "nobody")).Refuses(401, "invalid_client");
    }

    [Theory]
    [InlineData("&scope=orders.write", "invalid_scope")]
    [InlineData("&scope=orders.read%20%20openid", "invalid_scope")]
    [InlineData("&resource=https://stock.acme.example", "invalid_target")]
    [InlineData("&scope=openid&scope=openid", "invalid_request")]
    public async Task is_refused_what_its_client_may_not_have(string more, string error) => (await devices.RequestAsync(Devices.Acme, more)).Refuses(400, error);

    [Fact]
    public async Task is_refused_where_its_client_may_not_be_on_devices() =>
        (await devices.RequestAsync(Devices.Acme, client: Known.Spa)).Refuses(400, "unauthorized_client");
}
