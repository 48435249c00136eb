using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Admin.Keys;

[Collection(AdminNodeCollection.Name)]
public class The_list_of_keys(AdminNode admin)
{
    private static readonly string[] Contract = ["kid", "state", "bits", "custody", "created_at", "published_at", "activates_at", "deactivated_at", "verify_until"];
    private static readonly string[] Ours = ["imported", "held", "retired_at", "revoked_at", "compromised_since", "revocation_reason", "private_key_destroyed_at"];

    private readonly TestNode _node = admin.Node;

    [Fact]
    public async Task has_the_shape_of_the_contract()
    {
        var reply = await admin.Admin.GetAsync("/tenants/listed/keys");

        Assert.Equal(200, reply.Status);
        Assert.StartsWith("application/json", reply.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal("no-store", reply.Header("Cache-Control"));
        Assert.Equal(["items", "next"], reply.Members.Except(["warning"]));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, reply.Json.GetProperty("next").ValueKind);
        Assert.All(reply.Items(), key => Assert.Equal(Contract.Concat(Ours).Order(), key.EnumerateObject().Select(member => member.Name).Order()));
    }

    [Fact]
    public async Task tells_what_the_log_and_the_JWKS_tell()
    {
        var active = Assert.Single((await admin.Admin.GetAsync("/tenants/listed/keys")).Items(), key => key.State() == "active");
        var shown = (await _node.GetAsync("/t/listed/.well-known/jwks.json")).Kids();
        var generated = (await _node.EntriesAsync("listed", "key.generated"))[0].GetProperty("data");

        Assert.Contains(active.Kid(), shown);
        Assert.Equal(active.Kid(), LogReading.KidOf((await _node.TokenAsync("/t/listed", Known.Billing)).AccessToken));
        Assert.Equal(generated.GetProperty("kid").GetString(), active.Kid());
        Assert.Equal(2048, active.GetProperty("bits").GetInt32());
        Assert.Equal("file", active.GetProperty("custody").GetString());
        Assert.False(active.GetProperty("imported").GetBoolean());
        foreach (var time in new[] { "created_at", "published_at", "activates_at" })
        {
            Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", active.GetProperty(time).GetString());
            Assert.Equal(generated.GetProperty("at").GetInt64(), active.Time(time));
        }
    }
}
