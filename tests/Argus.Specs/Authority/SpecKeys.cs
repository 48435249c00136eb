using Argus.Authority.Keys;
using Argus.Authority.PersonalData;
using Argus.Authority.Verification;
using Argus.Authority.Views;

namespace Argus.Specs.Authority;

/// <summary>The keys of personal data, and all that seals with them, without a database and a file.</summary>
internal sealed class SpecKeys
{
    public SpecKeys(TenantDirectory directory, TimeProvider clock, SpecKeys? beside = null)
    {
        Store = beside?.Store ?? new SpecKeyStore();
        Wrapper = beside?.Wrapper ?? new SpecKeyWrapper();
        Custodies = new KeyCustodies(new WrappedKeyCustody(Wrapper));
        TenantKeys = new TenantKeys(Store, Custodies, directory, clock);
        Keys = new PersonalKeys(Store, TenantKeys, directory, clock);
        Writer = new EntryWriter(Keys);
        Audit = new AuditSeals(Writer, Keys);
        People = new UserPeople(Keys);
    }

    public SpecKeyStore Store { get; }

    public SpecKeyWrapper Wrapper { get; }

    public KeyCustodies Custodies { get; }

    public TenantKeys TenantKeys { get; }

    public PersonalKeys Keys { get; }

    public EntryWriter Writer { get; }

    public AuditSeals Audit { get; }

    public UserPeople People { get; }
}
