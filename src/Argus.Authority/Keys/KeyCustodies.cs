namespace Argus.Authority.Keys;

/// <summary>The custody providers of a node: the one that new keys go to, and others that older keys are still in.</summary>
public sealed class KeyCustodies(IKeyCustody current, params IReadOnlyList<IKeyCustody> others) : IDisposable
{
    /// <summary>Where new keys are made.</summary>
    public IKeyCustody Current => current;

    /// <exception cref="CustodyException">The provider is not configured here.</exception>
    public IKeyCustody Of(string name) =>
        Find(name) ?? throw new CustodyException($"A private half is in the custody of '{name}', which is not configured.");

    /// <summary>Whether the provider is configured here.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>
    /// What wraps the tenants' keys of personal data: the provider itself where it wraps, else the key file, which is there for that.
    /// </summary>
    /// <exception cref="CustodyException">There is none.</exception>
    public IKeyWrapper Wrapper => (current as WrappedKeyCustody ?? Find(FileKeyCustody.ProviderName) as WrappedKeyCustody)?.Wrapper
        ?? throw new CustodyException($"'{current.Name}' wraps no keys, and there is no key file beside it.");

    /// <exception cref="CustodyException">The provider is not configured here, or does not wrap.</exception>
    public IKeyWrapper WrapperOf(string name) => Of(name) is WrappedKeyCustody custody
        ? custody.Wrapper
        : throw new CustodyException($"'{name}' wraps no keys.");

    public void Dispose()
    {
        foreach (var custody in others.Prepend(current).OfType<IDisposable>())
            custody.Dispose();
    }

    private IKeyCustody? Find(string name) => current.Name == name ? current : others.FirstOrDefault(other => other.Name == name);
}
