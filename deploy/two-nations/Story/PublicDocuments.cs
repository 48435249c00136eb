using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Argus.TwoNations.Nations;

namespace Argus.TwoNations.Story;

/// <summary>What nations publish, read and verified with nothing of Argus.</summary>
internal sealed class PublicDocuments(Stage stage)
{
    /// <summary>The kids in a nation's <c>jwks.json</c>.</summary>
    public async Task<IReadOnlyList<string>> KidsAsync(Nation nation) => KidsIn(await JwksAsync(nation));

    /// <summary>The signed trust bundle.</summary>
    /// <returns>The kids that it gives for each issuer.</returns>
    /// <exception cref="Surprise">The nation's key did not sign it.</exception>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> BundleAsync(Nation nation)
    {
        var parts = (await stage.Http.GetStringAsync(nation.At.TrustBundle, stage.Stop)).Split('.');
        var kid = Json(parts[0]).GetProperty("kid").GetString();
        var jwks = await JwksAsync(nation);
        var key = jwks.GetProperty("keys").EnumerateArray().FirstOrDefault(each => each.GetProperty("kid").GetString() == kid);
        if (key.ValueKind != JsonValueKind.Object || !IsSignedBy(key, parts))
            throw new Surprise($"the trust bundle of {nation} is not signed by a key of its jwks.json");
        return Json(parts[1]).GetProperty("issuers").EnumerateArray()
            .ToDictionary(issuer => issuer.GetProperty("issuer").GetString()!, issuer => KidsIn(issuer.GetProperty("jwks")));
    }

    private async Task<JsonElement> JwksAsync(Nation nation) => JsonElement.Parse(await stage.Http.GetStringAsync(nation.At.Jwks, stage.Stop));

    private static bool IsSignedBy(JsonElement key, string[] parts)
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") });
        return rsa.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static IReadOnlyList<string> KidsIn(JsonElement jwks) => [.. jwks.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];

    private static byte[] Bytes(JsonElement key, string member) => Base64Url.DecodeFromChars(key.GetProperty(member).GetString());

    private static JsonElement Json(string part) => JsonElement.Parse(Base64Url.DecodeFromChars(part));
}
