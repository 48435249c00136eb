using System.Diagnostics;
using System.Security.Cryptography;

namespace Argus.Benchmarks.Machine;

/// <summary>How fast the machine is right now: signatures a second, and what one costs.</summary>
internal readonly record struct Reference(double PerSecond, double CpuSecondsPerSignature);

/// <summary>RSA-2048 signatures (PKCS #1, SHA-256) on two threads: the ceiling of every rate of tokens, and the ruler of the machine's speed.</summary>
internal sealed class SigningReference : IDisposable
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(0.3);

    private readonly RSA key = RSA.Create(2048);
    private readonly byte[] hash = SHA256.HashData("the bytes do not matter"u8);

    /// <summary>Two threads are the reference; one tells what the second core adds.</summary>
    public async Task<Reference> MeasureAsync(int threads = 2)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        using var line = new Barrier(threads);
        var signed = await Task.WhenAll(Enumerable.Range(0, threads).Select(_ =>
            Task.Factory.StartNew(() => Sign(line), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        var used = Environment.CpuUsage.TotalTime - cpu;
        return new Reference(
            signed.Sum(thread => thread.Count / thread.Elapsed.TotalSeconds),
            used.TotalSeconds / signed.Sum(thread => thread.Count));
    }

    public void Dispose() => key.Dispose();

    private (long Count, TimeSpan Elapsed) Sign(Barrier line)
    {
        Span<byte> signature = stackalloc byte[256];
        line.SignalAndWait();
        var watch = Stopwatch.StartNew();
        long count = 0;
        while (watch.Elapsed < Length)
        {
            if (!key.TrySignHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, out _))
                throw new CryptographicException("a 2048-bit signature did not fit into 256 bytes");
            count++;
        }

        return (count, watch.Elapsed);
    }
}
