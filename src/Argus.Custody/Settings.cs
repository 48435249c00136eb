using System.Buffers;
using Argus.Authority.Keys;

namespace Argus.Custody;

/// <summary>Reads what a provider is configured with; what is missing or impossible is told by its key.</summary>
/// <param name="read">Gives the text of a key below <c>Argus:</c>, or null.</param>
internal sealed class Settings(Func<string, string?> read)
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    public static CustodyException Wrong(string key, string why) => new($"Argus:{key} {why}.");

    /// <exception cref="CustodyException">It is missing.</exception>
    public string Required(string key) => Optional(key) ?? throw Wrong(key, "is missing");

    public string? Optional(string key) => read(key) is { Length: > 0 } text ? text : null;

    /// <summary>Letters, digits and <c>- _ .</c>, in parts with a separator between each two: nothing that changes the address it goes into.</summary>
    /// <exception cref="CustodyException">It is missing, or something else.</exception>
    public string Name(string key, string separators = "") => Checked(key, Required(key), separators);

    /// <exception cref="CustodyException">It is something else.</exception>
    public string? OptionalName(string key, string separators = "") => Optional(key) is { } text ? Checked(key, text, separators) : null;

    /// <exception cref="CustodyException">It is missing, or not https, or http elsewhere than on loopback, or more than scheme, host and port.</exception>
    public Uri Address(string key) => CheckedAddress(key, Required(key));

    /// <exception cref="CustodyException">As for <see cref="Address"/>.</exception>
    public Uri? OptionalAddress(string key) => Optional(key) is { } text ? CheckedAddress(key, text) : null;

    // Split takes no separators for white space.
    private static string Checked(string key, string text, string separators) =>
        (separators.Length == 0 ? [text] : text.Split([.. separators])).All(part => part is not ("" or "." or "..") && !part.AsSpan().ContainsAnyExcept(NameCharacters))
            ? text
            : throw Wrong(key, $"must be of letters, digits and {string.Join(' ', "-_." + separators)}");

    private static Uri CheckedAddress(string key, string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address is not { PathAndQuery: "/", Fragment: "", UserInfo: "" })
            throw Wrong(key, "must be an absolute URL without a path, query or fragment");
        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            throw Wrong(key, "must be https; http is for loopback only");
        return address;
    }
}
