using Argus.Authority.Keys;
using Argus.Custody.Aws;
using Argus.Custody.Azure;
using Argus.Custody.Vault;

namespace Argus.Server.Hosting;

/// <summary>
/// The custody providers that the configuration names: the one for new keys, and every other that has settings, for keys that were made under it. So a
/// deployment moves from one to another by a rotation.
/// </summary>
internal sealed class CustodyProviders
{
    private const string Provider = "KeyCustody:Provider";
    private const string KeyFile = "KeyCustody:KeyFile";

    private static readonly (string Name, IReadOnlyList<string> Keys, Func<Func<string, string?>, IKeyCustody> Open)[] Remote =
    [
        ("vault", VaultOptions.Keys, setting => VaultTransit.Open(VaultOptions.Read(setting))),
        ("aws-kms", AwsKmsOptions.Keys, setting => AwsKms.Open(AwsKmsOptions.Read(setting))),
        ("azure-key-vault", AzureKeyVaultOptions.Keys, setting => AzureKeyVault.Open(AzureKeyVaultOptions.Read(setting))),
    ];

    private readonly Func<string, string?> _setting;
    private readonly string _provider;
    private readonly string _keyFile;

    private CustodyProviders(Func<string, string?> setting, string provider, string keyFile)
    {
        _setting = setting;
        _provider = provider;
        _keyFile = keyFile;
    }

    /// <summary>The configuration keys, under <c>Argus:</c>.</summary>
    public static IEnumerable<string> Keys => [Provider, KeyFile, .. Remote.SelectMany(provider => provider.Keys)];

    /// <exception cref="ConfigurationException">There is no such provider.</exception>
    public static CustodyProviders Read(Func<string, string?> setting, string dataDirectory)
    {
        var name = setting(Provider) ?? FileKeyCustody.ProviderName;
        if (name != FileKeyCustody.ProviderName && Remote.All(provider => provider.Name != name))
            throw ArgusOptions.Wrong(Provider, $"must be '{string.Join("', '", Remote.Select(provider => provider.Name).Prepend(FileKeyCustody.ProviderName))}'");
        return new CustodyProviders(setting, name, Path.GetFullPath(setting(KeyFile) ?? Path.Combine(dataDirectory, "kek")));
    }

    /// <param name="hasKeys">Whether the database holds private halves: then a missing key file is a lost one.</param>
    /// <exception cref="CustodyException">A setting is wrong, or a file cannot be used.</exception>
    public KeyCustodies Open(bool hasKeys)
    {
        var others = Remote.Where(provider => provider.Name != _provider && provider.Keys.Any(key => _setting(key) is not null)).Select(provider => provider.Open(_setting)).ToList();
        if (_provider == FileKeyCustody.ProviderName)
            return new KeyCustodies(FileKeyCustody.Open(_keyFile, mayCreate: !hasKeys), others);
        if (File.Exists(_keyFile))
            others.Add(FileKeyCustody.Open(_keyFile, mayCreate: false));
        return new KeyCustodies(Remote.Single(provider => provider.Name == _provider).Open(_setting), others);
    }
}
