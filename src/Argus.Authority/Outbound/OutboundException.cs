namespace Argus.Authority.Outbound;

/// <summary>A document from outside cannot be had. The message holds nothing that the other side sent beyond the number of its status, so it may be logged.</summary>
public sealed class OutboundException(OutboundFailure failure, string message) : Exception(message)
{
    public OutboundFailure Failure { get; } = failure;
}

/// <summary>Why there is no document.</summary>
public enum OutboundFailure
{
    /// <summary>It was not asked for: the URI is not allowed, or its host is, or may be, inside the network.</summary>
    Refused,

    /// <summary>The name is unknown, nobody listens, the certificate is not the host's, or the connection broke.</summary>
    Unreachable,

    /// <summary>The body or the headers are larger than what is taken.</summary>
    TooLarge,

    /// <summary>The answer was not whole in time.</summary>
    TooSlow,

    /// <summary>The answer's status is not 200; redirects are among these.</summary>
    WrongStatus,

    /// <summary>The answer is not of the wanted type, is compressed, or cannot be read as what it claims to be.</summary>
    WrongType,
}
