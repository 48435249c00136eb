using Argus.Domain.Kernel;
using Argus.Domain.Sessions;
using Argus.Log;

namespace Argus.Authority.Sessions;

/// <summary>By what sessions are found: all of a tenant's, a subject's.</summary>
internal static class SessionLabels
{
    public const string All = "sessions";

    public static string Of(SubjectId subject) => $"{All}:subject:{subject}";

    /// <summary>The labels that follow from events: its beginning says whose a session is.</summary>
    public static IReadOnlyList<StreamLabel> Of(string stream, IReadOnlyList<ISessionEvent> events) =>
        events is [SessionOpened opened, ..] ? [new StreamLabel(stream, All), new StreamLabel(stream, Of(opened.Subject))] : [];
}
