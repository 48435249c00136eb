using Argus.Authority.Families;
using Argus.Authority.PersonalData;
using Argus.Authority.Views;

namespace Argus.Server.Admin.Families;

/// <summary>Families as operators and auditors are shown them: with the names of their users and, where the caller may see that, where they were used from.</summary>
internal sealed class FamilyPresentation(UserPeople people, EntryOpener opener)
{
    public async ValueTask<IReadOnlyList<FamilyResource>> OfAsync(TenantView tenant, IReadOnlyList<FamilyRecord> records)
    {
        var subjects = records.Select(record => record.State.Grant?.Subject).OfType<Domain.Kernel.SubjectId>();
        var names = await people.NamesAsync(tenant, subjects).ConfigureAwait(false);
        return [.. records.Select(record => FamilyResource.Of(record, record.State.Grant is { } grant ? names.GetValueOrDefault(grant.Subject) : null))];
    }

    /// <param name="tenant">Whose.</param>
    /// <param name="record">With its whole stream.</param>
    /// <param name="mayOpen">Whether addresses are shown.</param>
    public async ValueTask<FamilyResource> OfAsync(TenantView tenant, FamilyRecord record, bool mayOpen)
    {
        var opened = mayOpen ? await opener.OpenAsync(tenant.Id, record.Entries).ConfigureAwait(false) : null;
        var shown = (await OfAsync(tenant, [record]).ConfigureAwait(false))[0];
        return shown with { History = [.. record.Entries.Select((entry, index) => FamilyHappening.Of(entry, opened?[index]))] };
    }
}
