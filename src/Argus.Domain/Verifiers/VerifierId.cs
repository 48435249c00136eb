using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Argus.Domain.Kernel;

namespace Argus.Domain.Verifiers;

/// <summary>A process of a resource server that verifies tokens: 16 random bytes that it made when it started, in 22 characters of base64url.</summary>
[JsonConverter(typeof(TextIdConverter<VerifierId>))]
public readonly record struct VerifierId : ITextId<VerifierId>
{
    private const int Length = 22;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private VerifierId(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out VerifierId id)
    {
        id = default;
        return text is { Length: Length } && TextId.Check(text, Length, Allowed, value => new VerifierId(value), out id);
    }

    public override string ToString() => Value;
}
