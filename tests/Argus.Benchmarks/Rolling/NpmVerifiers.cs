using System.Text.Json;
using Argus.Benchmarks.Machine;
using Argus.Benchmarks.Nodes;

namespace Argus.Benchmarks.Rolling;

/// <summary>The verifiers of the interoperability tests, jose and jwks-rsa with their default caches, on the node's compressed clock.</summary>
internal static class NpmVerifiers
{
    private const string HowToInstall = "on Debian, apt-get install nodejs npm";
    private const int TokensPerSecond = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public static async Task PrepareAsync(CancellationToken stop)
    {
        if (!Directory.Exists(Path.Combine(Checkout.InteropPackages, "node_modules/jwks-rsa")))
            await Tool.RunAsync("npm", ["ci"], Checkout.InteropPackages, HowToInstall, stop);
    }

    /// <summary>Verifies tokens of one tenant until its keys have rolled over so many times.</summary>
    public static async Task<Rollover> RunAsync(RollingNode node, int tenant, ProvisionedClient client, int rotations, CancellationToken stop)
    {
        var input = JsonSerializer.Serialize(new
        {
            issuer = node.Issuer(tenant),
            client = new { id = client.Id, secret = client.Secret },
            audience = RollingNode.Audience,
            clock = new { origin = node.Clock.Origin.ToUnixTimeMilliseconds(), factor = node.Clock.Factor },
            tokensPerSecond = TokensPerSecond,
            rotations,
            verifications = 1,
            patience = Patience.TotalSeconds,
        });
        var output = await Tool.RunAsync("node", ["rollover.mjs", input], Checkout.InteropPackages, HowToInstall, stop);
        return JsonSerializer.Deserialize<Rollover>(output, JsonSerializerOptions.Web) ?? throw new FailedRunException("rollover.mjs reported nothing");
    }
}

/// <summary>What rollover.mjs reports.</summary>
/// <param name="Signed">The keys of the tokens that were given out.</param>
/// <param name="Late">Tokens that were too old to be verified when their turn came.</param>
/// <param name="Jose">What came of them there.</param>
/// <param name="JwksRsa">And there.</param>
internal sealed record Rollover(string[] Signed, int Late, VerifierOutcome Jose, VerifierOutcome JwksRsa)
{
    public IEnumerable<VerifierOutcome> Verifiers => [Jose, JwksRsa];
}

/// <param name="Verified">How many tokens were found good.</param>
/// <param name="Kids">By which keys.</param>
/// <param name="Failures">How many were not, by reason.</param>
internal sealed record VerifierOutcome(int Verified, string[] Kids, Dictionary<string, int> Failures);
