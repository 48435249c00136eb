using Argus.Authority.Keys;

namespace Argus.Custody.Azure;

/// <summary>Which Key Vault key wraps. Credentials come from Azure.Identity's default chain.</summary>
/// <param name="VaultUri">As in <c>https://name.vault.azure.net</c>; http on loopback only.</param>
/// <param name="Key">Name of an RSA key; its current version wraps.</param>
public sealed record AzureKeyVaultOptions(Uri VaultUri, string Key)
{
    private const string Prefix = "KeyCustody:AzureKeyVault:";

    /// <summary>The keys below <c>Argus:</c>.</summary>
    public static IReadOnlyList<string> Keys { get; } = [$"{Prefix}VaultUri", $"{Prefix}Key"];

    /// <summary>What a token must be for: the vault's domain, as in <c>https://vault.azure.net/.default</c>; other clouds have their own.</summary>
    internal string Scope => $"https://{(VaultUri.IsLoopback ? "vault.azure.net" : Domain)}/.default";

    private string Domain => VaultUri.Host[(VaultUri.Host.IndexOf('.', StringComparison.Ordinal) + 1)..];

    /// <param name="read">Gives the text of a key below <c>Argus:</c>, or null.</param>
    /// <exception cref="CustodyException">A key is missing or impossible; the message names it.</exception>
    public static AzureKeyVaultOptions Read(Func<string, string?> read)
    {
        var settings = new Settings(read);
        var key = settings.Required($"{Prefix}Key");
        return AzureKeyVersion.IsName(key)
            ? new AzureKeyVaultOptions(settings.Address($"{Prefix}VaultUri"), key)
            : throw Settings.Wrong($"{Prefix}Key", "must be 1 to 127 letters, digits and hyphens");
    }
}
