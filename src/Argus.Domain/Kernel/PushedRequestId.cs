using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Argus.Domain.Kernel;

/// <summary>A pushed authorization request (RFC 9126), as its stream names it: a UUIDv7 in 26 characters of lower-case base32hex.</summary>
[JsonConverter(typeof(TextIdConverter<PushedRequestId>))]
public readonly record struct PushedRequestId(UInt128 Bits) : ITextId<PushedRequestId>
{
    public string Value => Base32Hex.ToText(Bits);

    /// <summary>Takes the bits of a UUIDv7.</summary>
    public static PushedRequestId From(Guid uuid) => new(UuidBits.Of(uuid));

    public static bool TryParse([NotNullWhen(true)] string? text, out PushedRequestId id) => Base32Hex.Check(text, bits => new PushedRequestId(bits), out id);

    public override string ToString() => Value;
}
