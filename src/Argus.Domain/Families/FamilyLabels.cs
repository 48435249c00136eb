using Argus.Domain.Kernel;

namespace Argus.Domain.Families;

/// <summary>By what families are found: all of a tenant's, a subject's, a client's. Each label is put on a family once.</summary>
public static class FamilyLabels
{
    public const string All = "families";

    public static string Of(SubjectId subject) => $"{All}:subject:{subject}";

    public static string Of(ClientId client) => $"{All}:client:{client}";

    /// <summary>The labels that follow from an event. Most have none: only how a family begins says whose it is.</summary>
    public static IReadOnlyList<string> Of(IFamilyEvent @event) => @event switch
    {
        FamilyDeviceRequested requested => [All, Of(requested.ClientId)],
        // A device was labelled when it asked.
        FamilyAuthorized { Code: null } granted => [Of(granted.Subject)],
        FamilyAuthorized granted => [All, Of(granted.Subject), Of(granted.ClientId)],
        _ => [],
    };
}
