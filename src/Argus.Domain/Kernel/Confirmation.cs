using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Argus.Domain.Kernel;

/// <summary>
/// The key that whoever presents a token must prove to hold (RFC 7800): <c>jkt:</c> and the thumbprint of a DPoP key (RFC 9449 §6.1), or <c>x5t#S256:</c> and that
/// of a certificate (RFC 8705 §3.1). A thumbprint is a SHA-256 in 43 characters of base64url.
/// </summary>
[JsonConverter(typeof(TextIdConverter<Confirmation>))]
public readonly record struct Confirmation : ITextId<Confirmation>
{
    public const string Jkt = "jkt";
    public const string X5tS256 = "x5t#S256";

    private const int ThumbprintLength = 43;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private Confirmation(string value) => Value = value;

    public string Value { get; }

    /// <summary>The member of <c>cnf</c>: <see cref="Jkt"/> or <see cref="X5tS256"/>.</summary>
    public string Method => Value[..^(ThumbprintLength + 1)];

    public string Thumbprint => Value[^ThumbprintLength..];

    /// <exception cref="FormatException">Not the method and thumbprint of a confirmation.</exception>
    public static Confirmation Of(string method, string thumbprint) => TextId.Parse<Confirmation>($"{method}:{thumbprint}");

    public static bool TryParse([NotNullWhen(true)] string? text, out Confirmation id)
    {
        id = default;
        if (text is null || text.Length <= ThumbprintLength || text.AsSpan(text.Length - ThumbprintLength).ContainsAnyExcept(Allowed))
            return false;
        if (text.AsSpan(0, text.Length - ThumbprintLength) is not (Jkt + ":" or X5tS256 + ":"))
            return false;
        id = new Confirmation(text);
        return true;
    }

    public override string ToString() => Value;
}
