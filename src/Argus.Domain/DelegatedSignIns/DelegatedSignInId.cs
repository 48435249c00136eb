using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Argus.Domain.Kernel;

namespace Argus.Domain.DelegatedSignIns;

/// <summary>One sign-in at an outside provider, as <c>state</c> names it there: a UUIDv7 in 26 characters of lower-case base32hex.</summary>
[JsonConverter(typeof(TextIdConverter<DelegatedSignInId>))]
public readonly record struct DelegatedSignInId(UInt128 Bits) : ITextId<DelegatedSignInId>
{
    public string Value => Base32Hex.ToText(Bits);

    /// <summary>Takes the bits of a UUIDv7.</summary>
    public static DelegatedSignInId From(Guid uuid) => new(UuidBits.Of(uuid));

    public static bool TryParse([NotNullWhen(true)] string? text, out DelegatedSignInId id) => Base32Hex.Check(text, bits => new DelegatedSignInId(bits), out id);

    public override string ToString() => Value;
}
