using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Argus.Jose.Receipts;
using Argus.ResourceServer.Receipts;

namespace Argus.Specs.ResourceServers.Receipts;

/// <summary>An issuer that takes batches as a spec wants it to.</summary>
internal sealed class FakeIntake : IReceiptChannel
{
    public List<byte[]> Sent { get; } = [];

    public List<ReceiptBatch> Taken { get; } = [];

    /// <summary>What it says to the next batches; when there is nothing more, that it took them.</summary>
    public Queue<ReceiptAnswer> Answers { get; } = new();

    public ReceiptBatch Last => Read(Sent[^1]);

    public Task<ReceiptAnswer> SendAsync(byte[] jws, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        Sent.Add(jws);
        var answer = Answers.TryDequeue(out var next) ? next : ReceiptAnswer.Taken;
        if (answer == ReceiptAnswer.Taken) Taken.Add(Read(jws));
        return Task.FromResult(answer);
    }

    public static ReceiptBatch Read(byte[] jws) => ReceiptReader.Read(Base64Url.DecodeFromChars(Encoding.ASCII.GetString(jws).Split('.')[1]))!;

    public static string DigestOf(byte[] jws) => Base64Url.EncodeToString(SHA256.HashData(jws));
}
