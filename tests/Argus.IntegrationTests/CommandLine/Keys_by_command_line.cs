using System.Security.Cryptography;
using System.Text.Json;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.CommandLine;

[Collection(AdministeredNodeCollection.Name)]
public class Keys_by_command_line(AdministeredNode administered)
{
    [Fact]
    public async Task are_listed_for_people_and_for_machines()
    {
        var keys = await administered.KeysAsync("busy");
        var table = (await administered.RunAsync("keys", "list", "--tenant", "busy")).IsDone().Output;

        Assert.Equal("active", keys[0].GetProperty("state").GetString());
        Assert.All(keys, key => Assert.Contains(key.GetProperty("kid").GetString()!, table, StringComparison.Ordinal));
        Assert.Contains("signs since ", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task of_a_log_are_replaced_at_once()
    {
        var keys = (await administered.RunAsync("keys", "rotate", "--log", "-t", "switched", "--json")).IsDone().Json.GetProperty("keys").EnumerateArray().ToArray();

        Assert.Equal(2, keys.Length);
        Assert.True(keys[0].TryGetProperty("retired_at", out _) && !keys[1].TryGetProperty("retired_at", out _));
        var table = (await administered.RunAsync("keys", "rotate", "--log", "-t", "switched")).IsDone().Output;
        Assert.Contains(keys[1].GetProperty("kid").GetString()!, table, StringComparison.Ordinal);
        (await administered.RunAsync("keys", "rotate", "--log", "--force")).Fails(2, "--force");
    }

    [Fact]
    public async Task rotate_with_force_and_say_what_that_breaks()
    {
        var planned = await PlannedAsync("rotated");
        var next = KidOf("next", planned.GetProperty("items").EnumerateArray());
        Assert.Null(planned.GetProperty("warning").GetString());

        // Not in the second in which the first key took over.
        Ended? forced = null;
        await Eventually.Holds("the next second comes", TimeSpan.FromSeconds(60), async () =>
        {
            forced = await administered.RunAsync("keys", "rotate", "--force", "-t", "rotated");
            return !forced.Errors.Contains("rotated_just_now", StringComparison.Ordinal);
        });

        Assert.Contains("Warning: Verifiers that have not fetched the JWKS", forced!.IsDone().Output, StringComparison.Ordinal);
        Assert.Equal(next, KidOf("active", await administered.KeysAsync("rotated")));
    }

    [Fact]
    public async Task are_revoked_with_a_report_of_what_that_touches()
    {
        var kid = (await administered.KeysAsync("leaking"))[0].GetProperty("kid").GetString()!;
        var jti = new Compact((await administered.Node.TokenAsync("/t/leaking", Known.Billing)).AccessToken).Jti;

        var report = (await administered.RunAsync("keys", "revoke", kid, "--reason", "@leaked", "-t", "leaking", "--json")).IsDone().Json;

        Assert.Equal((kid, false), (report.GetProperty("kid").GetString(), report.GetProperty("dry_run").GetBoolean()));
        Assert.Equal([jti], report.GetProperty("tokens").EnumerateArray().Select(token => token.GetString()));
        Assert.Equal(["billing"], report.GetProperty("clients").EnumerateArray().Select(client => client.GetString()));
        Assert.Equal("revoked", (await administered.KeysAsync("leaking"))[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task stay_as_they_are_in_a_dry_run()
    {
        var ring = await PlannedAsync("endangered");
        var kid = KidOf("active", ring.GetProperty("items").EnumerateArray());
        var before = (await administered.RunAsync("keys", "list", "-t", "endangered", "--json")).IsDone().Output;
        var jti = new Compact((await administered.Node.TokenAsync("/t/endangered", Known.Billing)).AccessToken).Jti;

        var report = (await administered.RunAsync(
            "keys", "revoke", kid, "--reason", "an exercise", "--dry-run", "--compromised-since", "2020-01-01T00:00:00+01:00", "-t", "endangered")).IsDone().Output;

        Assert.StartsWith("DRY RUN: nothing was changed.", report, StringComparison.Ordinal);
        Assert.Contains("from 2019-12-31 23:00:00Z", report, StringComparison.Ordinal);
        Assert.Contains($"Tokens: 1\n  {jti}\n", report, StringComparison.Ordinal);
        Assert.Equal(before, (await administered.RunAsync("keys", "list", "-t", "endangered", "--json")).Output);
    }

    [Fact]
    public async Task are_imported_from_a_file_or_standard_input()
    {
        using var first = RSA.Create(2048);
        using var second = RSA.Create(2048);
        var file = administered.Write("key.pem", first.ExportPkcs8PrivateKeyPem());

        var imported = (await administered.RunAsync("keys", "import", file, "-t", "importing", "--json")).IsDone().Json;
        var piped = (await administered.RunWithAsync(Jwk(second), [], "keys", "import", "-", "-t", "importing")).IsDone().Output;

        Assert.Equal(("next", true), (imported.GetProperty("state").GetString(), imported.GetProperty("imported").GetBoolean()));
        Assert.Contains("next", piped, StringComparison.Ordinal);
    }

    [Fact]
    public async Task that_are_weak_are_refused_by_name()
    {
        using var weak = RSA.Create(1024);
        var file = administered.Write("weak.pem", weak.ExportRSAPrivateKeyPem());

        (await administered.RunAsync("keys", "import", file, "-t", "importing")).Fails(1, "key_too_small: ");
        (await administered.RunWithAsync("{\"kty\":", [], "keys", "import", "-")).Fails(1, "bad_json: ");
        (await administered.RunAsync("keys", "import", "there-is-none.pem")).Fails(3, "there-is-none.pem cannot be read");
    }

    [Fact]
    public async Task are_measured_by_the_tenant_s_profile()
    {
        var complying = (await administered.RunAsync("compliance", "-t", "busy", "--json")).IsDone().Json;
        var falling = await administered.RunAsync("compliance", "-t", "measured");

        Assert.True(complying.GetProperty("compliant").GetBoolean());
        Assert.Equal((1, ""), (falling.ExitCode, falling.Errors));
        Assert.Contains("Violations: ", falling.Output, StringComparison.Ordinal);
    }

    /// <summary>A rotation that is asked for, with the next key: on a busy machine it takes longer to make than the answer waits.</summary>
    private async Task<JsonElement> PlannedAsync(string tenant)
    {
        JsonElement planned = default;
        await Eventually.Holds("there is a next key", TimeSpan.FromMinutes(2), async () =>
        {
            planned = (await administered.RunAsync("keys", "rotate", "-t", tenant, "--json")).IsDone().Json;
            return planned.GetProperty("items").EnumerateArray().Any(key => key.GetProperty("state").GetString() == "next");
        });
        return planned;
    }

    private static string KidOf(string state, IEnumerable<JsonElement> keys) =>
        keys.Single(key => key.GetProperty("state").GetString() == state).GetProperty("kid").GetString()!;

    private static string Jwk(RSA rsa)
    {
        var key = rsa.ExportParameters(includePrivateParameters: true);
        return $$"""
            { "kty": "RSA", "n": "{{Text(key.Modulus)}}", "e": "{{Text(key.Exponent)}}", "d": "{{Text(key.D)}}", "p": "{{Text(key.P)}}", "q": "{{Text(key.Q)}}",
              "dp": "{{Text(key.DP)}}", "dq": "{{Text(key.DQ)}}", "qi": "{{Text(key.InverseQ)}}" }
            """;

        static string Text(byte[]? number) => System.Buffers.Text.Base64Url.EncodeToString(number);
    }
}
