using Argus.Domain.Kernel;

namespace Argus.Domain.Keys;

/// <summary>The wish to trust a key no more.</summary>
/// <param name="Kid">Which.</param>
/// <param name="CompromisedSince">NumericDate seconds: what the log shows as issued before stays good; null if nothing does.</param>
/// <param name="Reason">For the record; 1 to 500 characters.</param>
public sealed record KeyRevocation(Kid Kid, long? CompromisedSince, string Reason)
{
    internal Refusal? Fault(DateTimeOffset now)
    {
        if (Kernel.Reason.Fault(Reason) is { } fault)
            return fault;
        return CompromisedSince > now.ToUnixTimeSeconds()
            ? new Refusal("compromised_in_the_future", "compromised_since lies in the future; what will be issued until then could not be told from forgeries")
            : null;
    }

    /// <summary>Whether more tokens die of this one than of one with another moment.</summary>
    internal bool ReachesFurtherThan(long? compromisedSince) => compromisedSince is { } moment && (CompromisedSince is null || CompromisedSince < moment);
}
