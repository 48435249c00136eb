using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Argus.Domain.Kernel;

namespace Argus.Domain.Clients;

/// <summary>
/// Where a client may have a browser sent (RFC 6749 §3.1.2, RFC 9700 §2.1): an absolute URI of up to 2,048 characters in the one spelling that every reader
/// takes alike. <c>https</c>; <c>http</c> on 127.0.0.1, [::1] or localhost; or a private-use scheme with a dot in it (RFC 8252 §7.1).
/// </summary>
[JsonConverter(typeof(TextIdConverter<RedirectUri>))]
public readonly record struct RedirectUri : ITextId<RedirectUri>
{
    // RFC 8252 §7.3. Not localhost: that is a name, and may lead elsewhere (§8.3).
    private static readonly string[] LoopbackAddresses = ["http://127.0.0.1", "http://[::1]"];

    private RedirectUri(string value) => Value = value;

    public string Value { get; }

    /// <summary>Whether it is <c>https</c> or <c>http</c>, so that a server can be asked there.</summary>
    public bool IsWeb => Value.StartsWith("https://", StringComparison.Ordinal) || Value.StartsWith("http://", StringComparison.Ordinal);

    public static bool TryParse([NotNullWhen(true)] string? text, out RedirectUri id)
    {
        id = default;
        if (text is null || !RedirectUriSyntax.Admits(text))
            return false;
        id = new RedirectUri(text);
        return true;
    }

    /// <summary>
    /// Whether a request that names this goes where the client registered: the same bytes (RFC 9700 §4.1.3), but for the port on an address of the loopback
    /// interface, which a native app gets from its system (RFC 8252 §7.3).
    /// </summary>
    public bool Matches(string requested) =>
        Value == requested || (WithoutPort(Value) is { } own && TryParse(requested, out var other) && WithoutPort(other.Value) == own);

    /// <returns>Null if the port is not free.</returns>
    private static string? WithoutPort(string value)
    {
        if (Array.Find(LoopbackAddresses, start => value.StartsWith(start, StringComparison.Ordinal)) is not { } address)
            return null;
        var rest = value.AsSpan(address.Length);
        return rest.StartsWith(":") ? $"{address}{rest[1..].TrimStart("0123456789")}" : value;
    }

    public override string ToString() => Value;
}
