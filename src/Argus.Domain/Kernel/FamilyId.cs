using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Argus.Domain.Kernel;

/// <summary>One grant of a user to a client, and the tokens that follow from it: a UUIDv7 in 26 characters of lower-case base32hex.</summary>
[JsonConverter(typeof(TextIdConverter<FamilyId>))]
public readonly record struct FamilyId(UInt128 Bits) : ITextId<FamilyId>
{
    public string Value => Base32Hex.ToText(Bits);

    /// <summary>Takes the bits of a UUIDv7.</summary>
    public static FamilyId From(Guid uuid) => new(UuidBits.Of(uuid));

    public static bool TryParse([NotNullWhen(true)] string? text, out FamilyId id) => Base32Hex.Check(text, bits => new FamilyId(bits), out id);

    public override string ToString() => Value;
}
