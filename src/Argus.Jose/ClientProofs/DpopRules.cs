namespace Argus.Jose.ClientProofs;

/// <summary>What the proof of one request must say.</summary>
public sealed record DpopRules
{
    /// <summary>The request's method. Compared exactly, case included (RFC 9110 §9.1).</summary>
    public required string Method { get; init; }

    /// <summary>
    /// The request's absolute URL as clients know it. It comes from configuration and the request's path, not from the <c>Host</c> header: whoever sets that
    /// would choose what a proof is good for. Query and fragment are passed over.
    /// </summary>
    public required string Url { get; init; }

    /// <summary>The access token that came with the proof, as it came; null at the token endpoint. It makes <c>ath</c> required (RFC 9449 §7).</summary>
    public string? AccessToken { get; init; }

    /// <summary>The nonces that are good now (RFC 9449 §8); null where none is demanded.</summary>
    public IReadOnlyCollection<string>? Nonces { get; init; }

    /// <summary>How far <c>iat</c> may be from now, before and after.</summary>
    public TimeSpan Tolerance
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(60);
}
