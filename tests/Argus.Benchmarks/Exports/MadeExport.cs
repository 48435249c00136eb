using Argus.Contract;
using Argus.Log;
using Argus.Log.Exports;
using Argus.Log.Merkle;

namespace Argus.Benchmarks.Exports;

/// <summary>An export of issuances as a busy tenant's log holds them, with a checkpoint every so many entries.</summary>
internal static class MadeExport
{
    private const string Tenant = "exported";
    private const string Origin = "auth.bench.example/t/exported";

    /// <summary>As a node signs at the latest.</summary>
    private const int EntriesACheckpoint = 4_096;

    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static void Write(string directory, int entries)
    {
        using var keys = new TestLogKeys(Origin);
        var growth = new LogGrowth(Tenant, new Frontier(), DateTimeOffset.MinValue);
        var earlier = Enumerable.Range(1, entries / EntriesACheckpoint).Select(number => (long)number * EntriesACheckpoint).ToHashSet();
        var writer = new ExportWriter(directory, Tenant, keys) { Earlier = earlier };
        for (var position = 0; position < entries; position++)
        {
            growth.Advance(Begin.AddTicks(position * TimeSpan.TicksPerMillisecond));
            var append = position == 0 ? keys.Activate(0, Begin) : TestTokens.Issued(position);
            writer.Add(growth.Add(append.Entries[0], append.Stream, 0, null).Bytes);
        }

        writer.Finish();
    }

    /// <summary>Verifies it, and says how many entries were right.</summary>
    public static async Task<long> VerifyAsync(string directory)
    {
        var report = await new ExportVerifier(new ExportDirectory(directory), new AuditTerms()).VerifyAsync(null, CancellationToken.None);
        return report.Divergence is null ? report.Entries : throw new InvalidDataException(report.Divergence.ToString());
    }
}
