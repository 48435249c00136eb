using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Argus.Domain.Kernel;

namespace Argus.Domain.Devices;

/// <summary>
/// A code that a device shows and a person types (RFC 8628 §6.1): eight of twenty consonants, so that no word comes of it and no letter is taken for a digit.
/// That makes 2.5 · 10¹⁰ codes. The case of letters, spaces and dashes make no difference.
/// </summary>
public readonly record struct UserCode : ITextId<UserCode>
{
    /// <summary>What codes are made of.</summary>
    public const string Alphabet = "BCDFGHJKLMNPQRSTVWXZ";

    /// <summary>Letters in a code.</summary>
    public const int Length = 8;

    private const int Half = Length / 2;
    private const int LongestTyped = 32;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    private UserCode(string letters) => Value = $"{letters[..Half]}-{letters[Half..]}";

    /// <summary>As a device shows it: <c>BCDF-GHJK</c>.</summary>
    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out UserCode id)
    {
        id = default;
        if (text is not { Length: <= LongestTyped })
            return false;
        var letters = text.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (letters.Length != Length || letters.AsSpan().ContainsAnyExcept(Allowed))
            return false;
        id = new UserCode(letters);
        return true;
    }

    /// <summary>One stream for each code of a tenant, so that a code is given once; named by a digest, so that who reads the log does not read codes that wait.</summary>
    public string StreamIn(TenantId tenant) => $"user_code:{TextDigest.Of($"{tenant} {Value}")}";

    public override string ToString() => Value;
}
