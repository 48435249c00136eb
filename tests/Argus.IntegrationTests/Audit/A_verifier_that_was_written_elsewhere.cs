using System.Collections.Concurrent;
using Argus.IntegrationTests.CommandLine;

namespace Argus.IntegrationTests.Audit;

/// <summary>
/// Two verifiers, one of them written from docs/audit-log-format.md alone and in another language, look at exports and proofs that were made by hand from that page:
/// good ones, damaged ones in every way, signed forgeries and hostile ones; and projections that were altered, and histories that cannot be.
/// </summary>
public sealed class A_verifier_that_was_written_elsewhere : IDisposable
{
    /// <summary>What only folding the entries, or a reader of every envelope, sees; <c>argus audit verify</c> looks at what the log itself writes in them.</summary>
    private static readonly string[] Deeper = ["unreadable_entry", "stream_gap"];

    private readonly string _directory = ScratchDirectory.Create("argus-verifiers-");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task agrees_about_verdict_name_and_position()
    {
        var exports = await IndependentVerifier.WriteExportsAsync(_directory);
        var disagreements = new ConcurrentQueue<string>();

        await Parallel.ForEachAsync(exports, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken }, async (export, _) =>
        {
            var elsewhere = await IndependentVerifier.RunAsync(export.Command, export.Target, export.Args);
            var other = Finding.Of(elsewhere);
            if (other != new Finding(export.Exit, export.Divergence, export.Position ?? other.Position))
                disagreements.Enqueue($"{export.Name}: made as {export.Exit} {export.Divergence} {export.Position}; found elsewhere: {other}");
            if (export.Command == "verify" && Deeper.Contains(export.Divergence))
                return;
            var ended = await ArgusProcess.RunAsync(_directory, new Dictionary<string, string>(), "", ["audit", export.Command, export.Target, "--json", .. export.Args]);
            if (Finding.Of(ended) is var ours && ours != other)
                disagreements.Enqueue($"{export.Name}: elsewhere {other}; here {ours} {ended.Output}{ended.Errors}");
            else if (export is { Command: "replay", Divergence: null or "projection_differs" } && !Replays.Projections(ended).SequenceEqual(Replays.Projections(elsewhere)))
                disagreements.Enqueue($"{export.Name}: projections elsewhere {elsewhere.Output}; here {ended.Output}");
        });

        Assert.NotEmpty(exports);
        Assert.Empty(disagreements);
    }
}
