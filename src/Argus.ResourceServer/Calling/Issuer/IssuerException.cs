namespace Argus.ResourceServer.Calling.Issuer;

/// <summary>The issuer answered with something that is no answer. Nothing of what it sent is in the message.</summary>
internal sealed class IssuerException(string message, int? status = null, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The HTTP status, if that was it.</summary>
    public int? Status => status;
}
