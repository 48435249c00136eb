using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace Argus.Domain.Users;

/// <summary>What may be said about a user: not what Argus itself says in a token, and what OpenID Connect names only in the type that it has there.</summary>
public static class ClaimRules
{
    public const int MostClaims = 32;

    /// <summary>Bytes of all of them, as JSON.</summary>
    public const int MostBytes = 4096;

    private const int LongestName = 64;
    private const int LongestUri = 256;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    private static readonly FrozenSet<string> SetByArgus = FrozenSet.Create(
        StringComparer.Ordinal,
        "iss", "sub", "aud", "exp", "iat", "nbf", "jti", "nonce", "auth_time", "acr", "amr", "azp", "sid", "at_hash", "c_hash",
        "client_id", "scope", "fid", "cnf", "act", "events");

    // OpenID Connect Core §5.1, but for sub and address.
    private static readonly FrozenSet<string> Texts = FrozenSet.Create(
        StringComparer.Ordinal,
        "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website", "email", "gender", "birthdate",
        "zoneinfo", "locale", "phone_number");

    private static readonly FrozenSet<string> Truths = FrozenSet.Create(StringComparer.Ordinal, "email_verified", "phone_number_verified");

    /// <returns>What is against the claim, or null.</returns>
    public static string? Fault(string name, ClaimValue value) =>
        SetByArgus.Contains(name) ? "is set by Argus itself"
        : !IsName(name) ? $"is no name of a claim: 1 to {LongestName} of a-z 0-9 _, or an https URI of at most {LongestUri} characters"
        : name == "address" ? "is an object in OpenID Connect, which is not supported yet"
        : Texts.Contains(name) && value.Text is null ? "must be a string"
        : Truths.Contains(name) && value.Truth is null ? "must be true or false"
        : name == "updated_at" && value.Number is null ? "must be a whole number"
        : value.Number is < -ClaimValue.LargestNumber or > ClaimValue.LargestNumber ? "is too large a number"
        : null;

    /// <returns>What is against the claims together, or null.</returns>
    public static string? Fault(UserClaims claims) =>
        claims.Count > MostClaims ? $"has more than {MostClaims} claims"
        : JsonSerializer.SerializeToUtf8Bytes(claims, Writing.Options).Length > MostBytes ? $"has more than {MostBytes} bytes of claims"
        : null;

    /// <summary>RFC 7519 §4.2: a name of one's own is a URI under one's control.</summary>
    private static bool IsName(string name) => name.Length switch
    {
        0 => false,
        <= LongestName when !name.AsSpan().ContainsAnyExcept(NameCharacters) => true,
        <= LongestUri => name.StartsWith("https://", StringComparison.Ordinal) && Ascii.IsValid(name) && Uri.IsWellFormedUriString(name, UriKind.Absolute),
        _ => false,
    };

    private static class Writing
    {
        public static readonly JsonSerializerOptions Options = new() { Encoder = Kernel.CanonicalEncoder.Instance };
    }
}
