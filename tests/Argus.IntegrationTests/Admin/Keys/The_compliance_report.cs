using System.Text.Json;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Admin.Keys;

[Collection(AdminNodeCollection.Name)]
public class The_compliance_report(AdminNode admin)
{
    private readonly TestNode _node = admin.Node;

    [Theory]
    [InlineData("baseline", "baseline", 2048)]
    [InlineData("cnsa-met", "cnsa-like", 3072)]
    public async Task of_a_tenant_that_complies_says_so(string tenant, string profile, int leastBits)
    {
        var report = await ReadAsync(tenant);

        Assert.Equal((tenant, profile, leastBits), (report.GetProperty("tenant").GetString(), report.GetProperty("profile").GetString(), report.GetProperty("least_bits").GetInt32()));
        Assert.True(report.GetProperty("compliant").GetBoolean());
        Assert.Empty(report.GetProperty("violations").EnumerateArray());
        await EvidenceIsTrueAsync(tenant, report);
    }

    [Theory]
    [InlineData("bsi", "bsi-tr-02102", 3000)]
    [InlineData("cnsa", "cnsa-like", 3072)]
    public async Task of_a_tenant_that_falls_short_names_what_and_the_entries_that_prove_it(string tenant, string profile, int leastBits)
    {
        var report = await ReadAsync(tenant);

        Assert.Equal((profile, leastBits, false), (report.GetProperty("profile").GetString(), report.GetProperty("least_bits").GetInt32(), report.GetProperty("compliant").GetBoolean()));
        var log = await _node.EntriesAsync(tenant);
        var violations = report.GetProperty("violations").EnumerateArray().ToArray();
        Assert.Equal(["policy_key_bits", "key_size"], violations.Select(violation => violation.GetProperty("rule").GetString()).Distinct());

        var policy = log[violations[0].GetProperty("position").GetInt32()];
        Assert.Equal(report.GetProperty("policy_position").GetInt64(), violations[0].GetProperty("position").GetInt64());
        Assert.Equal(profile, policy.GetProperty("data").GetProperty("policy").GetProperty("crypto_profile").GetString());
        Assert.Equal(2048, policy.GetProperty("data").GetProperty("policy").GetProperty("key_bits").GetInt32());
        foreach (var violation in violations.Skip(1))
        {
            var proof = log[violation.GetProperty("position").GetInt32()];
            Assert.Equal("key.generated", proof.GetProperty("type").GetString());
            Assert.Equal(violation.GetProperty("kid").GetString(), proof.GetProperty("data").GetProperty("kid").GetString());
            Assert.Equal(2048, proof.GetProperty("data").GetProperty("bits").GetInt32());
        }

        await EvidenceIsTrueAsync(tenant, report);
    }

    [Fact]
    public async Task of_a_tenant_whose_small_key_was_revoked_complains_of_it_no_more()
    {
        Assert.Equal(202, (await admin.Admin.ForceAsync("bsi")).Status);
        var spent = (await admin.Admin.KeysAsync("bsi"))[0].Kid();
        Assert.Equal(200, (await admin.Admin.PostAsync($"/tenants/bsi/keys/{spent}/revoke", """{"reason":"too small"}""")).Status);

        var report = await ReadAsync("bsi");

        Assert.DoesNotContain(report.GetProperty("violations").EnumerateArray(), violation => violation.GetProperty("kid").GetString() == spent);
        var measured = report.GetProperty("keys").EnumerateArray().Single(key => key.GetProperty("key").Kid() == spent);
        Assert.Equal("revoked", measured.GetProperty("key").State());
        Assert.Contains("key.revoked", measured.GetProperty("evidence").EnumerateArray().Select(entry => entry.GetProperty("type").GetString()));
        await EvidenceIsTrueAsync("bsi", report);
    }

    private async Task<JsonElement> ReadAsync(string tenant)
    {
        var reply = await admin.Admin.GetAsync($"/tenants/{tenant}/compliance");
        Assert.True(reply.Status == 200, reply.ToString());
        Assert.Equal(["tenant", "profile", "least_bits", "policy_position", "compliant", "keys", "violations"], reply.Members);
        return reply.Json;
    }

    /// <summary>Every entry that the report names is in the log, at its position, of its type, and about its key; and none of the key's is left out.</summary>
    private async Task EvidenceIsTrueAsync(string tenant, JsonElement report)
    {
        var log = await _node.EntriesAsync(tenant);
        foreach (var measured in report.GetProperty("keys").EnumerateArray())
        {
            var kid = measured.GetProperty("key").Kid();
            var evidence = measured.GetProperty("evidence").EnumerateArray().ToArray();
            foreach (var entry in evidence)
            {
                var logged = log[entry.GetProperty("position").GetInt32()];
                Assert.Equal(entry.GetProperty("type").GetString(), logged.GetProperty("type").GetString());
                Assert.Equal(kid, logged.GetProperty("data").GetProperty("kid").GetString());
                Assert.InRange(logged.GetProperty("time").GetDateTimeOffset() - entry.GetProperty("time").GetDateTimeOffset(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
            }

            var all = log.Count(entry => entry.GetProperty("stream").GetString() == "keys" && entry.GetProperty("data").TryGetProperty("kid", out var named) && named.GetString() == kid);
            Assert.InRange(all - evidence.Length, 0, 1);
        }
    }
}
