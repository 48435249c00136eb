using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Argus.Authority.Keys;
using Argus.Benchmarks.Load;
using Argus.Benchmarks.Machine;
using Argus.Custody.Pkcs11;
using Argus.Domain.Kernel;
using Argus.Jose;

namespace Argus.Benchmarks.Hsm;

/// <summary>
/// RSA-2048 signatures with a key in a token, on two threads, in a process of its own: through the node's own custody provider, or through OpenSSL's engine
/// that other programs reach a token with.
/// </summary>
internal static class HsmSigning
{
    public const string Mode = "hsm-signing";
    public const string Provider = "provider";
    public const string Engine = "engine";

    private const int Threads = 2;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);

    public static bool HasEngine => Directory.Exists("/usr/lib") && Directory.EnumerateFiles("/usr/lib", "pkcs11.so", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 })
        .Any(path => path.Contains("/engines-", StringComparison.Ordinal));

    /// <summary>This program as the signer: <c>hsm-signing WAY SECONDS MODULE TOKEN PINFILE</c>. Makes a key, signs, destroys the key.</summary>
    public static async Task<int> SignAsync(string way, string seconds, string module, string token, string pinFile)
    {
        using var custody = Pkcs11Custody.Open(new Pkcs11Options(module, token, pinFile), TimeProvider.System);
        if (!TenantId.TryParse("bench", out var tenant)) return 1;
        var made = await custody.CreateAsync(tenant, 2048, CancellationToken.None);
        if (!Kid.TryParse(made.PublicKey.Kid, out var kid)) return 1;
        using (var key = way == Engine ? OpenByEngine(token, pinFile, made) : await custody.OpenAsync(tenant, kid, made.Handle, CancellationToken.None))
        {
            Measure(key, WarmUp);
            var length = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Measure(key, length)}\t{(long)length.TotalMicroseconds}"));
        }

        await custody.DestroyAsync(tenant, kid, made.Handle, CancellationToken.None);
        return 0;
    }

    /// <summary>Runs it for one sample.</summary>
    public static async Task<LoadResult> RunAsync(SoftHsm hsm, string way, TimeSpan duration, CancellationToken stop)
    {
        var seconds = duration.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        var output = await Tool.RunAsync(
            "env", [.. hsm.Environment, "dotnet", "exec", typeof(HsmSigning).Assembly.Location, Mode, way, seconds, .. hsm.ForSigning], AppContext.BaseDirectory, "", stop);
        var fields = output.Trim().Split('\t');
        return new LoadResult(
            long.Parse(fields[0], CultureInfo.InvariantCulture), TimeSpan.FromMicroseconds(long.Parse(fields[1], CultureInfo.InvariantCulture)), 0, double.NaN, double.NaN);
    }

    private static SigningKey OpenByEngine(string token, string pinFile, CustodyKey made)
    {
        var id = string.Concat(made.Handle.ToArray().Select(each => $"%{each:x2}"));
        using var handle = SafeEvpPKeyHandle.OpenPrivateKeyFromEngine("pkcs11", $"pkcs11:token={token};id={id};type=private?pin-source=file:{pinFile}");
        return new SigningKey(new RSAOpenSsl(handle));
    }

    private static long Measure(SigningKey key, TimeSpan length)
    {
        using var line = new Barrier(Threads);
        long all = 0;
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() => Interlocked.Add(ref all, Sign(key, length, line)))).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return all;
    }

    private static long Sign(SigningKey key, TimeSpan length, Barrier line)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        digest.Clear();
        Span<byte> signature = stackalloc byte[key.SignatureLength];
        line.SignalAndWait();
        var watch = Stopwatch.StartNew();
        long count = 0;
        for (; watch.Elapsed < length; count++) key.SignHash(digest, signature);
        return count;
    }
}
