using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Argus.Domain.Kernel;

/// <summary>
/// A user, as <c>sub</c> names them for good (OpenID Connect Core §2): a UUIDv7 in 26 characters of <see cref="Base32Hex"/>. It says nothing about who they
/// are, is never given to anybody else, and has no colon: it cannot be taken for a client's <c>sub</c>, which is <c>client:…</c>.
/// </summary>
[JsonConverter(typeof(TextIdConverter<SubjectId>))]
public readonly record struct SubjectId(UInt128 Bits) : ITextId<SubjectId>
{
    public string Value => Base32Hex.Text(Bits);

    /// <summary>Takes the bits of a UUIDv7.</summary>
    public static SubjectId From(Guid uuid) => new(Base32Hex.BitsOf(uuid));

    public static bool TryParse([NotNullWhen(true)] string? text, out SubjectId id)
    {
        var parses = Base32Hex.TryParse(text, out var bits);
        id = new SubjectId(bits);
        return parses;
    }

    public override string ToString() => Value;
}
