using Argus.Domain.Families;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Families;

/// <summary>By what families are found: all of a tenant's, a subject's, a client's. Each label is put on a family once.</summary>
internal static class FamilyLabels
{
    public const string All = "families";

    public static string Of(SubjectId subject) => $"{All}:subject:{subject}";

    public static string Of(ClientId client) => $"{All}:client:{client}";

    /// <summary>The labels that follow from events. Most have none: only how a family begins says whose it is.</summary>
    public static IReadOnlyList<StreamLabel> Of(string stream, IReadOnlyList<IFamilyEvent> events)
    {
        List<StreamLabel>? labels = null;
        foreach (var @event in events)
        {
            foreach (var label in Of(@event))
                (labels ??= []).Add(new StreamLabel(stream, label));
        }

        return labels ?? (IReadOnlyList<StreamLabel>)[];
    }

    private static string[] Of(IFamilyEvent @event) => @event switch
    {
        FamilyDeviceRequested requested => [All, Of(requested.ClientId)],
        // A device was labelled when it asked.
        FamilyAuthorized { Code: null } granted => [Of(granted.Subject)],
        FamilyAuthorized granted => [All, Of(granted.Subject), Of(granted.ClientId)],
        _ => [],
    };
}
