using Argus.Authority.Keys;
using Argus.Custody.Aws;
using Argus.Custody.Azure;
using Argus.Custody.Pkcs11;
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

    /// <summary>Twice as many as an HSM can hold up.</summary>
    private const int ThreadsBesideHsm = 2 * Pkcs11Custody.MostAtOnce;

    private static readonly Kind[] Others =
    [
        new("pkcs11", Pkcs11Options.Keys, setting => Opening(Pkcs11Options.Read(setting), OpenHsm)),
        new("vault", VaultOptions.Keys, setting => Opening(VaultOptions.Read(setting), VaultTransit.Open)),
        new("aws-kms", AwsKmsOptions.Keys, setting => Opening(AwsKmsOptions.Read(setting), options => AwsKms.Open(options))),
        new("azure-key-vault", AzureKeyVaultOptions.Keys, setting => Opening(AzureKeyVaultOptions.Read(setting), options => AzureKeyVault.Open(options))),
    ];

    private readonly string _keyFile;
    private readonly Func<IKeyCustody>? _current;
    private readonly Func<IKeyCustody>[] _former;

    private CustodyProviders(string keyFile, Func<IKeyCustody>? current, Func<IKeyCustody>[] former)
    {
        _keyFile = keyFile;
        _current = current;
        _former = former;
    }

    /// <summary>The configuration keys, under <c>Argus:</c>.</summary>
    public static IEnumerable<string> Keys => [Provider, KeyFile, .. Others.SelectMany(kind => kind.Keys)];

    /// <exception cref="ConfigurationException">There is no such provider, or its settings are missing or impossible.</exception>
    public static CustodyProviders Read(Func<string, string?> setting, string dataDirectory)
    {
        var name = setting(Provider) ?? FileKeyCustody.ProviderName;
        var current = Array.Find(Others, kind => kind.Name == name);
        if (current is null && name != FileKeyCustody.ProviderName)
            throw ArgusOptions.Wrong(Provider, $"must be '{string.Join("', '", Others.Select(kind => kind.Name).Prepend(FileKeyCustody.ProviderName))}'");
        try
        {
            var former = Others.Where(kind => kind != current && kind.Keys.Any(key => setting(key) is not null));
            var keyFile = Path.GetFullPath(setting(KeyFile) ?? Path.Combine(dataDirectory, "kek"));
            return new CustodyProviders(keyFile, current?.Read(setting), [.. former.Select(kind => kind.Read(setting))]);
        }
        catch (CustodyException e)
        {
            throw new ConfigurationException(e.Message, e);
        }
    }

    /// <param name="hasKeys">Whether the database holds private halves: then a missing key file is a lost one.</param>
    /// <param name="hasTenantKeys">Whether it holds tenants' keys of personal data: likewise, where the provider wraps nothing itself.</param>
    /// <exception cref="CustodyException">A file cannot be used.</exception>
    public KeyCustodies Open(bool hasKeys, bool hasTenantKeys)
    {
        var former = _former.Select(open => open()).ToList();
        if (_current is null)
            return new KeyCustodies(FileKeyCustody.Open(_keyFile, mayCreate: !hasKeys && !hasTenantKeys), former);
        var current = _current();

        // An HSM wraps nothing: the keys of personal data have the key file for it.
        var mayCreate = current is not WrappedKeyCustody && !hasTenantKeys;
        if (mayCreate || File.Exists(_keyFile))
            former.Add(FileKeyCustody.Open(_keyFile, mayCreate));
        return new KeyCustodies(current, former);
    }

    private static Pkcs11Custody OpenHsm(Pkcs11Options options)
    {
        // Calls into the library block. The thread pool starts with as many threads as cores and adds one or two a second: an HSM that answers late would
        // keep everything waiting that needs none.
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, ThreadsBesideHsm), completions);
        return Pkcs11Custody.Open(options, TimeProvider.System);
    }

    private static Func<IKeyCustody> Opening<TOptions>(TOptions options, Func<TOptions, IKeyCustody> open) => () => open(options);

    /// <summary>A provider: its settings are read, and judged, before anything is opened.</summary>
    private sealed record Kind(string Name, IReadOnlyList<string> Keys, Func<Func<string, string?>, Func<IKeyCustody>> Read);
}
