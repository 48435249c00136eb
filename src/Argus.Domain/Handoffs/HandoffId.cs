using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Argus.Domain.Kernel;

namespace Argus.Domain.Handoffs;

/// <summary>A sign-in that was handed to the host application: a UUIDv7 in 26 characters of lower-case base32hex.</summary>
[JsonConverter(typeof(TextIdConverter<HandoffId>))]
public readonly record struct HandoffId(UInt128 Bits) : ITextId<HandoffId>
{
    public string Value => Base32Hex.ToText(Bits);

    /// <summary>Takes the bits of a UUIDv7.</summary>
    public static HandoffId From(Guid uuid) => new(UuidBits.Of(uuid));

    public static bool TryParse([NotNullWhen(true)] string? text, out HandoffId id) => Base32Hex.Check(text, bits => new HandoffId(bits), out id);

    public override string ToString() => Value;
}
