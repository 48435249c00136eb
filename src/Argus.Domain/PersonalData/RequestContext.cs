namespace Argus.Domain.PersonalData;

/// <summary>Where a request came from: the plaintext of the envelope's <c>context</c>.</summary>
/// <param name="Source">The address, if there was one.</param>
/// <param name="UserAgent">What it called itself.</param>
public sealed record RequestContext(string? Source, string? UserAgent)
{
    /// <summary>The member of the envelope.</summary>
    public const string Member = "context";

    /// <summary>Whose address it is, is not for log lines.</summary>
    public override string ToString() => "RequestContext";
}
