using Argus.Authority.Keys;

namespace Argus.Custody.Vault;

/// <summary>Where Vault's transit secrets engine is, and which key wraps.</summary>
/// <param name="Address">https, or http on loopback; of the active node or of what forwards to it, since no redirect is followed.</param>
/// <param name="Mount">Path of the secrets engine.</param>
/// <param name="Key">Name of a transit key of an AEAD type, not derived.</param>
/// <param name="TokenFile">Holds the token, for its owner alone; read for each call, so that an agent can renew it.</param>
/// <param name="Namespace">Of Vault Enterprise, or null.</param>
public sealed record VaultOptions(Uri Address, string Mount, string Key, string TokenFile, string? Namespace)
{
    private const string Prefix = "KeyCustody:Vault:";

    /// <summary>The keys below <c>Argus:</c>.</summary>
    public static IReadOnlyList<string> Keys { get; } = [$"{Prefix}Address", $"{Prefix}Mount", $"{Prefix}Key", $"{Prefix}TokenFile", $"{Prefix}Namespace"];

    /// <param name="read">Gives the text of a key below <c>Argus:</c>, or null.</param>
    /// <exception cref="CustodyException">A key is missing or impossible; the message names it.</exception>
    public static VaultOptions Read(Func<string, string?> read)
    {
        var settings = new Settings(read);
        return new VaultOptions(
            settings.Address($"{Prefix}Address"),
            settings.OptionalName($"{Prefix}Mount", "/") ?? "transit",
            settings.Name($"{Prefix}Key"),
            Path.GetFullPath(settings.Required($"{Prefix}TokenFile")),
            settings.OptionalName($"{Prefix}Namespace", "/"));
    }
}
