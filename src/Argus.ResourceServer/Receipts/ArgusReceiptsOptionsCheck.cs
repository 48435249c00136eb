using Argus.ResourceServer.Keys;
using Microsoft.Extensions.Options;

namespace Argus.ResourceServer.Receipts;

/// <summary>Says at once what cannot be meant, one sentence for each setting.</summary>
internal static class ArgusReceiptsOptionsCheck
{
    private const int LongestClientId = 128;

    /// <exception cref="OptionsValidationException"/>
    public static void Demand(ArgusReceiptsOptions options)
    {
        string[] wrong = [.. Faults(options)];
        if (wrong.Length > 0) throw new OptionsValidationException(nameof(ArgusReceiptsOptions), typeof(ArgusReceiptsOptions), wrong);
    }

    private static IEnumerable<string> Faults(ArgusReceiptsOptions options)
    {
        if (!IssuerAddress.IsIssuer(options.Issuer))
            yield return $"Receipts: Issuer \"{options.Issuer}\" is no issuer: https, or http on loopback, without query, fragment and slash at the end.";
        if (options.ClientId is not { Length: > 0 and <= LongestClientId })
            yield return "Receipts: ClientId is required: the API's client at the issuer.";
        if (options.SigningKey is null)
            yield return "Receipts: SigningKey is required: the private half of a key in the client's jwks.";
        if (options.Interval < TimeSpan.FromMilliseconds(100) || options.Interval > TimeSpan.FromHours(1))
            yield return "Receipts: Interval is 100 ms to 1 h.";
    }
}
