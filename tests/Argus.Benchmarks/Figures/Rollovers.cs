using System.Globalization;
using Argus.Benchmarks.Machine;
using Argus.Benchmarks.Nodes;
using Argus.Benchmarks.Rolling;

namespace Argus.Benchmarks.Figures;

/// <summary>Tokens that a verifier refuses while keys roll over as their policy says, one rotation after another, on a compressed clock.</summary>
internal sealed class Rollovers(Options options, TextWriter progress)
{
    /// <summary>Several at a time, because each rotation has to wait for its time to come.</summary>
    private const int Tenants = 4;

    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(15);

    public async Task<Figure> MeasureAsync(CancellationToken stop)
    {
        await NpmVerifiers.PrepareAsync(stop);
        await using var stage = new Stage(stop);
        ProvisionedClient[] clients = [.. Enumerable.Range(0, Tenants).Select(_ => ProvisionedClient.Create("client"))];
        var node = await RollingNode.StartAsync(stage, clients);
        var each = (options.Effort.Rotations + Tenants - 1) / Tenants;

        var running = Task.WhenAll(clients.Select((client, tenant) => NpmVerifiers.RunAsync(node, tenant, client, each, stop)));
        while (await Task.WhenAny(running, Task.Delay(ReportInterval, stop)) != running)
            await progress.WriteLineAsync($"{node.Rotations} of {options.Effort.Rotations} rotations");
        return Judge(await running);
    }

    private Figure Judge(IReadOnlyList<Rollover> rollovers)
    {
        var rotations = rollovers.Sum(rollover => rollover.Signed.Length - 1);
        if (rotations < options.Effort.Rotations)
            throw new FailedRunException($"the keys rolled over {rotations} times of {options.Effort.Rotations}");
        foreach (var (why, times) in rollovers.SelectMany(rollover => rollover.Verifiers).SelectMany(verifier => verifier.Failures))
            progress.WriteLine($"refused {times} times: {why}");
        if (rollovers.Any(rollover => rollover.Verifiers.Any(verifier => verifier.Failures.Count == 0 && verifier.Kids.Length != rollover.Signed.Length)))
            throw new FailedRunException("a verifier did not see every key that signed");

        var failures = rollovers.Sum(rollover => rollover.Verifiers.Sum(verifier => verifier.Failures.Values.Sum()));
        return new Figure("rollover", [failures], string.Create(CultureInfo.InvariantCulture,
            $"{rotations:N0} rotations in {Tenants} tenants; {rollovers.Sum(rollover => rollover.Jose.Verified):N0} verifications by jose, "
            + $"{rollovers.Sum(rollover => rollover.JwksRsa.Verified):N0} by jwks-rsa; {rollovers.Sum(rollover => rollover.Late):N0} tokens too late for theirs"));
    }
}
