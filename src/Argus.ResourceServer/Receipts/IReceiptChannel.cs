namespace Argus.ResourceServer.Receipts;

/// <summary>Brings a batch to the issuer.</summary>
internal interface IReceiptChannel
{
    /// <summary>Never throws for what the other side does.</summary>
    /// <exception cref="OperationCanceledException">Only when the caller stops.</exception>
    Task<ReceiptAnswer> SendAsync(byte[] jws, CancellationToken stop);
}

internal enum ReceiptAnswer
{
    /// <summary>Nobody knows whether it was taken, or it cannot be now: the same bytes again, later.</summary>
    NotNow,

    /// <summary>It is durable.</summary>
    Taken,

    /// <summary>It will never be taken.</summary>
    Refused,

    /// <summary>It does not go on from what the issuer knows of this verifier.</summary>
    OutOfSequence,
}
