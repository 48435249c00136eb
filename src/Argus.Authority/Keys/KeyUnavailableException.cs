namespace Argus.Authority.Keys;

/// <summary>A tenant's key cannot be had now: it has none, or the custody provider does not give it. What needs it must wait; nothing is lost.</summary>
public sealed class KeyUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
