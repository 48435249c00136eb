using Argus.Domain.Kernel;

namespace Argus.Domain.Sessions;

/// <summary>By what sessions are found: all of a tenant's, a subject's.</summary>
public static class SessionLabels
{
    public const string All = "sessions";

    public static string Of(SubjectId subject) => $"{All}:subject:{subject}";

    /// <summary>The labels that follow from an event: its beginning says whose a session is.</summary>
    public static IReadOnlyList<string> Of(ISessionEvent @event) => @event is SessionOpened opened ? [All, Of(opened.Subject)] : [];
}
