using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Argus.IntegrationTests.Custody;

/// <summary>Azure Key Vault with one RSA key in versions (learn.microsoft.com/rest/api/keyvault/keys, api-version 7.4).</summary>
internal sealed class KeyVaultStandIn : StandIn
{
    public const string KeyName = "argus-kek";

    private readonly List<(string Version, RSA Key)> _versions = [];

    public KeyVaultStandIn() => Rotate();

    public string Token { get; set; } = "eyJ0eXAi.first-access-token";

    /// <summary>Whether the identity has the permissions <c>keys/get</c>, <c>wrapKey</c> and <c>unwrapKey</c>.</summary>
    public bool MayUse { get; set; } = true;

    public void Rotate() => _versions.Add((RandomNumberGenerator.GetHexString(32, lowercase: true), RSA.Create(2048)));

    public void RemoveOldest() => _versions.RemoveAt(0);

    protected override Task AnswerAsync(HttpContext http, byte[] body)
    {
        if (http.Request.Headers.Authorization != $"Bearer {Token}")
        {
            http.Response.Headers.WWWAuthenticate =
                "Bearer authorization=\"https://login.microsoftonline.com/72f988bf-0000-0000-0000-2d7cd011db47\", resource=\"https://vault.azure.net\"";
            return RefuseAsync(http, 401, "Unauthorized", "[TokenExpired] Error validating token: 'S2S12086'.");
        }

        if (http.Request.Query["api-version"] != "7.4")
            return RefuseAsync(http, 400, "BadParameter", "The api-version query parameter is missing or not supported.");
        if (!MayUse)
            return RefuseAsync(http, 403, "Forbidden", "Caller is not authorized to perform action on resource.");

        var path = http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var name = path.Length > 1 && path[0] == "keys" ? path[1] : "";
        var version = path.Length > 2 ? path[2] : _versions[^1].Version;
        var key = _versions.FirstOrDefault(known => known.Version == version).Key;
        if (name != KeyName || key is null)
            return RefuseAsync(http, 404, "KeyNotFound", $"A key with (name/id) {name} was not found in this key vault.");
        if (HttpMethods.IsGet(http.Request.Method))
            return path.Length < 4 ? DescribeAsync(http, version, key) : RefuseAsync(http, 405, "MethodNotAllowed", "");
        return OperateAsync(http, path.Length == 4 ? path[3] : "", version, key, body);
    }

    private Task OperateAsync(HttpContext http, string operation, string version, RSA key, byte[] body)
    {
        using var request = JsonDocument.Parse(body);
        var value = Encoding.ASCII.GetBytes(request.RootElement.GetProperty("value").GetString()!);
        if (request.RootElement.GetProperty("alg").GetString() != "RSA-OAEP-256" || value.Contains((byte)'=') || !Base64Url.IsValid(value))
            return RefuseAsync(http, 400, "BadParameter", "Property has invalid value");

        var input = Base64Url.DecodeFromUtf8(value);
        try
        {
            if (operation == "wrapkey")
            {
                DataKeys.Enqueue(input);
                return ResultAsync(http, version, key.Encrypt(input, RSAEncryptionPadding.OaepSHA256));
            }

            return operation == "unwrapkey"
                ? ResultAsync(http, version, key.Decrypt(input, RSAEncryptionPadding.OaepSHA256))
                : RefuseAsync(http, 404, "NotFound", "");
        }
        catch (CryptographicException)
        {
            return RefuseAsync(http, 400, "BadParameter", "The parameter is incorrect.");
        }
    }

    private static Task ResultAsync(HttpContext http, string version, byte[] value) =>
        WriteJsonAsync(http, 200, new { kid = Kid(version), value = Base64Url.EncodeToString(value) });

    private static Task DescribeAsync(HttpContext http, string version, RSA key)
    {
        var half = key.ExportParameters(includePrivateParameters: false);
        return WriteJsonAsync(http, 200, new
        {
            key = new
            {
                kid = Kid(version),
                kty = "RSA",
                key_ops = new[] { "wrapKey", "unwrapKey" },
                n = Base64Url.EncodeToString(half.Modulus),
                e = Base64Url.EncodeToString(half.Exponent),
            },
            attributes = new { enabled = true, created = 1_493_942_451, updated = 1_493_942_451, recoveryLevel = "Recoverable+Purgeable" },
        });
    }

    /// <summary>With a host of its own: nobody should go there.</summary>
    private static string Kid(string version) => $"https://stand-in.vault.azure.net/keys/{KeyName}/{version}";

    private static Task RefuseAsync(HttpContext http, int status, string code, string message) =>
        WriteJsonAsync(http, status, new { error = new { code, message } });

    private static Task WriteJsonAsync(HttpContext http, int status, object body) =>
        WriteAsync(http, status, "application/json; charset=utf-8", JsonSerializer.Serialize(body));
}
