using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Argus.Domain.Kernel;

/// <summary>
/// A user, as <c>sub</c> names it: a UUIDv7 in 26 characters of lower-case base32hex, never given twice. It has no colon, and so is never taken for the
/// subject of a client.
/// </summary>
[JsonConverter(typeof(TextIdConverter<SubjectId>))]
public readonly record struct SubjectId(UInt128 Bits) : ITextId<SubjectId>
{
    public string Value => Base32Hex.ToText(Bits);

    /// <summary>Takes the bits of a UUIDv7.</summary>
    public static SubjectId From(Guid uuid) => new(UuidBits.Of(uuid));

    public static bool TryParse([NotNullWhen(true)] string? text, out SubjectId id) => Base32Hex.Check(text, bits => new SubjectId(bits), out id);

    public override string ToString() => Value;
}
