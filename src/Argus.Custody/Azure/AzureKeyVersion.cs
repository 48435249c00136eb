using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Argus.Custody.Azure;

/// <summary>A version of a Key Vault key.</summary>
/// <param name="Name">1 to 127 letters, digits and hyphens.</param>
/// <param name="Version">As Key Vault gave it: letters and digits.</param>
internal sealed record AzureKeyVersion(string Name, string Version)
{
    /// <summary>The version at the end of <c>https://host/keys/name/version</c>.</summary>
    public static bool TryRead(string name, string kid, [NotNullWhen(true)] out AzureKeyVersion? version)
    {
        version = Uri.TryCreate(kid, UriKind.Absolute, out var uri) && uri.AbsolutePath.Split('/') is ["", "keys", _, var last]
            ? TryMake(name, last)
            : null;
        return version is not null;
    }

    /// <summary>Nothing else gets into the address that a token is sent to.</summary>
    public static AzureKeyVersion? TryMake(string name, string version) =>
        IsName(name) && version.Length is > 0 and <= 64 && version.All(char.IsAsciiLetterOrDigit) ? new AzureKeyVersion(name, version) : null;

    public static bool IsName(string text) => text.Length is > 0 and <= 127 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    public override string ToString() => $"{Name}/{Version}";
}

/// <summary>A wrapped data key and what unwraps it, as ASCII: <c>name/version/base64url</c>. The host is the configured one, whatever is stored.</summary>
internal sealed record AzureWrappedKey(AzureKeyVersion Key, string Value)
{
    public static bool TryParse(ReadOnlySpan<byte> stored, [NotNullWhen(true)] out AzureWrappedKey? key)
    {
        key = Encoding.ASCII.GetString(stored).Split('/') is [var name, var version, var value]
            && System.Buffers.Text.Base64Url.IsValid(value)
            && AzureKeyVersion.TryMake(name, version) is { } made
            ? new AzureWrappedKey(made, value)
            : null;
        return key is not null;
    }

    public byte[] ToBytes() => Encoding.ASCII.GetBytes($"{Key}/{Value}");
}
