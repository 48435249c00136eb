using System.Security.Cryptography;
using System.Text;
using Argus.Contract;
using Argus.Log;
using Argus.Log.Exports;
using Argus.Log.Merkle;

namespace Argus.Specs.Log.Exports;

/// <summary>An export in a directory of its own, which a spec may damage as it likes.</summary>
internal sealed class Exported : IDisposable
{
    public const string Tenant = "acme";

    public const string Origin = "auth.example.com/t/acme";

    private static readonly RSAParameters[] Shared = [.. Enumerable.Range(0, 2).Select(_ =>
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportParameters(includePrivateParameters: true);
    })];

    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private Exported(List<byte[]> entries, TestLogKeys keys)
    {
        (Entries, Keys) = (entries, keys);
        Directory.CreateDirectory(Path);
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "argus-export-" + Guid.CreateVersion7().ToString("n"));

    public List<byte[]> Entries { get; }

    public TestLogKeys Keys { get; }

    public IReadOnlySet<long> Earlier { get; init; } = new HashSet<long>();

    /// <summary>A log whose key is activated at position 1 and, if it is long enough, rotated at 100.</summary>
    public static Exported Of(int size, params long[] earlier) => Make(size, earlier, new TestLogKeys(Origin) { Rsa = number => RSA.Create(Shared[number]) });

    /// <summary>Of another log of the same name and entries.</summary>
    public static Exported WithOtherKeys(int size) => Make(size, [], new TestLogKeys(Origin));

    private static Exported Make(int size, long[] earlier, TestLogKeys keys)
    {
        var exported = new Exported([], keys) { Earlier = earlier.ToHashSet() };
        var growth = new LogGrowth(Tenant, new Frontier(), DateTimeOffset.MinValue);
        for (var i = 0; growth.Size < size; i++)
        {
            growth.Advance(Begin.AddMilliseconds(i));
            var append = growth.Size is 1 or 100 ? exported.Keys.Activate(growth.Size, Begin) : TestTokens.Issued(growth.Size);
            for (var version = 0; version < append.Entries.Count; version++)
                exported.Entries.Add(growth.Add(append.Entries[version], append.Stream, append.ExpectedVersion + version, null).Bytes);
        }

        exported.Write(exported.Entries);
        return exported;
    }

    /// <summary>Makes the export of other entries in its place, with all hashes and signatures, as an operator with the keys could.</summary>
    public void Write(IEnumerable<byte[]> entries, string tenant = Tenant) =>
        new ExportWriter(Path, tenant, Keys) { Earlier = Earlier }.With(entries).Finish();

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public IEnumerable<string> Files => Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(Path, file)).Order();

    public void Change(string name, Func<byte[], byte[]> change)
    {
        var bytes = System.IO.File.ReadAllBytes(File(name));
        System.IO.File.WriteAllBytes(File(name), change(bytes));
    }

    public void ChangeText(string name, string from, string to)
    {
        var text = System.IO.File.ReadAllText(File(name));
        Assert.Contains(from, text);
        System.IO.File.WriteAllText(File(name), text.Replace(from, to, StringComparison.Ordinal));
    }

    public KeptCheckpoint Checkpoint() => KeptCheckpoint.TryParse(System.IO.File.ReadAllBytes(File("checkpoint")))!;

    public Task<ExportReport> VerifyAsync(AuditTerms? terms = null, IProgress<VerifiedEntries>? progress = null) =>
        new ExportVerifier(new ExportDirectory(Path), terms ?? new AuditTerms()).VerifyAsync(progress, TestContext.Current.CancellationToken);

    public async Task<Divergence> DivergenceAsync(AuditTerms? terms = null)
    {
        var report = await VerifyAsync(terms);
        Assert.NotNull(report.Divergence);
        return report.Divergence;
    }

    /// <summary>An entry with another text in the place of one that is as long or not.</summary>
    public static byte[] With(byte[] entry, string from, string to) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(entry).Replace(from, to, StringComparison.Ordinal));

    public void Dispose()
    {
        Keys.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
