using System.Buffers;
using Argus.ResourceServer.Keys;
using Microsoft.Extensions.Options;

namespace Argus.ResourceServer;

/// <summary>Says at start what cannot be meant, one sentence for each setting.</summary>
internal sealed class ArgusOptionsCheck : IValidateOptions<ArgusOptions>
{
    /// <summary>RFC 6749 §3.3.</summary>
    private static readonly SearchValues<char> ScopeCharacters = SearchValues.Create(
        [.. Enumerable.Range(0x21, 0x7e - 0x21 + 1).Select(code => (char)code).Where(character => character is not ('"' or '\\'))]);

    public static bool IsScope(string? scope) => !string.IsNullOrEmpty(scope) && !scope.AsSpan().ContainsAnyExcept(ScopeCharacters);

    public ValidateOptionsResult Validate(string? name, ArgusOptions options)
    {
        string[] wrong = [.. Identities(options), .. Bounds(options), .. Places(options)];
        return wrong.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong.Select(sentence => $"Scheme {name}: {sentence}"));
    }

    private static IEnumerable<string> Identities(ArgusOptions options)
    {
        if (options.Issuers.Count == 0)
            yield return "Issuers is empty: name at least one.";
        foreach (var issuer in options.Issuers.Where(issuer => !IssuerAddress.IsIssuer(issuer)))
            yield return $"Issuers: \"{issuer}\" is no issuer: https, or http on loopback, without query, fragment and slash at the end.";
        if (options.Issuers.Distinct(StringComparer.Ordinal).Count() < options.Issuers.Count)
            yield return "Issuers names one twice.";
        if (string.IsNullOrWhiteSpace(options.Audience))
            yield return "Audience is required: what tokens for this API have in aud.";
        if (options.Audiences.Any(string.IsNullOrWhiteSpace))
            yield return "Audiences has an empty one.";
        if (options.Audiences.Append(options.Audience).Contains("*"))
            yield return "Audience: there are no wildcards.";
        foreach (var scope in options.RequiredScopes.Where(scope => !IsScope(scope) || scope == "*"))
            yield return $"RequiredScopes: \"{scope}\" is no scope (RFC 6749 §3.3), or a wildcard.";
    }

    private static IEnumerable<string> Bounds(ArgusOptions options)
    {
        if (!IsWithin(options.ClockTolerance, 0, 300))
            yield return "ClockTolerance is 0 to 300 s.";
        if (!IsWithin(options.MaxTokenLifetime, 1, 3600))
            yield return "MaxTokenLifetime is 1 to 3600 s.";
        if (!IsWithin(options.MaxStaleness, 1, 3600))
            yield return "MaxStaleness is 1 to 3600 s.";
        if (!IsWithin(options.KeysStaleFor, 0, 7 * 86_400))
            yield return "KeysStaleFor is 0 to 7 days.";
        if (options.SingleUseCapacity is < 1_000 or > 10_000_000)
            yield return "SingleUseCapacity is 1,000 to 10,000,000.";
        if (options.RememberedTokens is < 0 or > 1_000_000)
            yield return "RememberedTokens is 0 to 1,000,000.";
        if (!Enum.IsDefined(options.Revocation))
            yield return "Revocation is Required or None.";
    }

    private static IEnumerable<string> Places(ArgusOptions options)
    {
        if (options.TrustBundle is { } bundle && IssuerAddress.OfTrustBundle(bundle, options.Issuers) is null)
            yield return $"TrustBundle is {{issuer}}{IssuerAddress.TrustBundlePath} of one of Issuers.";
        if (options.PublicUrl is { } url && !IssuerAddress.IsSafe(url))
            yield return "PublicUrl is https, or http on loopback, without query and fragment.";
    }

    private static bool IsWithin(TimeSpan value, int least, int most) => value >= TimeSpan.FromSeconds(least) && value <= TimeSpan.FromSeconds(most);
}
