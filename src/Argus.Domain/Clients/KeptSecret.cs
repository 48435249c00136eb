namespace Argus.Domain.Clients;

/// <summary>One of a client's secrets.</summary>
/// <param name="Id">What it is called by; <see cref="Described"/> for the one that a description has set.</param>
/// <param name="Secret">As it is kept.</param>
/// <param name="CreatedAt">NumericDate seconds; null where the log does not say.</param>
/// <param name="ExpiresAt">NumericDate seconds: from then on it is none; null for never.</param>
public sealed record KeptSecret(string Id, ClientSecret Secret, long? CreatedAt, long? ExpiresAt)
{
    public const string Described = "described";

    public bool IsGood(DateTimeOffset now) => ExpiresAt is not { } end || now.ToUnixTimeSeconds() < end;

    /// <summary>The same, to an earlier end.</summary>
    internal KeptSecret Until(long end) => ExpiresAt <= end ? this : this with { ExpiresAt = end };
}
