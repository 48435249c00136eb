namespace Argus.ResourceServer.Bindings;

/// <summary>A token as it came in the header Authorization.</summary>
/// <param name="Text">The token, ASCII.</param>
/// <param name="IsDpop">Under the scheme DPoP (RFC 9449 §7.1); else Bearer (RFC 6750 §2.1).</param>
internal readonly record struct PresentedToken(ReadOnlyMemory<char> Text, bool IsDpop);
