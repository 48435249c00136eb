using System.Security.Cryptography;
using Argus.Authority.Keys;

namespace Argus.Specs.Authority;

/// <summary>A provider that binds nothing to a context and remembers what it saw: <c>version (1) || key xor mask || SHA-256 (11)</c>.</summary>
internal sealed class SpecWrapper : IKeyWrapper
{
    private readonly byte[] _mask = RandomNumberGenerator.GetBytes(32);

    public string Name => "spec";

    public byte Version { get; set; } = 1;

    public List<byte[]> Wrapped { get; } = [];

    public List<string> Contexts { get; } = [];

    public ReadOnlyMemory<byte> LastSeen { get; private set; }

    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, string context, CancellationToken cancellation)
    {
        LastSeen = key;
        Wrapped.Add(key.ToArray());
        Contexts.Add(context);
        return ValueTask.FromResult<byte[]>([Version, .. Mask(key.Span), .. SHA256.HashData(key.Span)[..11]]);
    }

    public ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellation)
    {
        var key = wrapped.Length == 44 && wrapped.Span[0] <= Version && wrapped.Span[0] > 0 ? Mask(wrapped.Span[1..33]) : [];
        return SHA256.HashData(key).AsSpan(0, 11).SequenceEqual(wrapped.Span[^Math.Min(11, wrapped.Length)..])
            ? ValueTask.FromResult(key)
            : throw new CustodyException("spec unwraps nothing of the kind.");
    }

    public ValueTask<string?> WrappingKeyAsync(CancellationToken cancellation) => ValueTask.FromResult<string?>($"{Version}");

    public ValueTask<byte[]?> RewrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellation) =>
        ValueTask.FromResult<byte[]?>(wrapped.Span[0] == Version ? null : [Version, .. wrapped.Span[1..]]);

    private byte[] Mask(ReadOnlySpan<byte> key) => [.. key.ToArray().Select((b, i) => (byte)(b ^ _mask[i]))];
}
