namespace Argus.Server.Pages;

/// <summary>Says what went wrong, where no client may be told by a redirect (RFC 6749 §4.1.2.1).</summary>
/// <param name="Text">What the person can do.</param>
/// <param name="CorrelationId">Finds the log line.</param>
public sealed record ErrorPage(string Title, string Text, string CorrelationId) : Page<ErrorView>;
