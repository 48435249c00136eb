using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Argus.Domain.Kernel;

/// <summary>A browser's session with the authority, as <c>sid</c> names it: a UUIDv7 in 26 characters of lower-case base32hex.</summary>
[JsonConverter(typeof(TextIdConverter<SessionId>))]
public readonly record struct SessionId(UInt128 Bits) : ITextId<SessionId>
{
    public string Value => Base32Hex.ToText(Bits);

    /// <summary>Takes the bits of a UUIDv7.</summary>
    public static SessionId From(Guid uuid) => new(UuidBits.Of(uuid));

    public static bool TryParse([NotNullWhen(true)] string? text, out SessionId id) => Base32Hex.Check(text, bits => new SessionId(bits), out id);

    public override string ToString() => Value;
}
