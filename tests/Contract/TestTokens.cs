using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Argus.Log;

namespace Argus.Contract;

/// <summary>Issuances as they stand in a log, for logs that nobody folds: some 600 bytes each.</summary>
internal static class TestTokens
{
    /// <summary>26 characters of base32hex, the same for the same number. The last has but three bits.</summary>
    public static string Jti(long number) => number.ToString("d25", CultureInfo.InvariantCulture) + "0";

    public static string StreamOf(long number) => "token:" + Jti(number);

    public static StreamAppend Issued(long number) => new(StreamOf(number), 0, [Entry(number)]);

    /// <summary>The part of the token that its digest is over, and a signature that nobody looks at.</summary>
    public static string Token(long number) => $"eyJhbGciOiJSUzI1NiJ9.{Jti(number)}.c2ln";

    public static NewEntry Entry(long number) => new("token.issued", 1, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $$$"""{"actor":"client:billing","context":{"source":"127.0.0.1","user_agent":"a test"},"correlation_id":"{{{number:x16}}}","data":{"aud":["https://api.acme.example"],"client_id":"billing","digest":"{{{Digest(number)}}}","exp":1772370000,"iat":1772366400,"jti":"{{{Jti(number)}}}","kid":"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs","scope":"orders.read","sub":"client:billing"}}""")), Standing: false);

    private static string Digest(long number) =>
        System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Token(number)[..Token(number).LastIndexOf('.')])));
}
