using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Argus.IntegrationTests.Custody;

/// <summary>
/// Vault's transit secrets engine with one key of type aes256-gcm96 and one token whose policy has <c>update</c> on encrypt, decrypt and rewrap and
/// <c>read</c> on the key (developer.hashicorp.com/vault/api-docs/secret/transit).
/// </summary>
internal sealed class VaultStandIn : StandIn
{
    public AeadVersions Key { get; } = new();

    public string Token { get; set; } = "hvs.CAESIJ-first-token-0123456789";

    public string Mount { get; init; } = "transit";

    public string KeyName { get; init; } = "argus";

    public string? Namespace { get; init; }

    /// <summary>As <c>min_decryption_version</c> of the key's configuration.</summary>
    public int LeastVersion { get; set; } = 1;

    protected override async Task AnswerAsync(HttpContext http, byte[] body)
    {
        if (http.Request.Headers["X-Vault-Token"] != Token)
        {
            await RefuseAsync(http, 403, "2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n");
            return;
        }

        if (http.Request.Headers["X-Vault-Namespace"] != (Namespace ?? Microsoft.Extensions.Primitives.StringValues.Empty))
        {
            await RefuseAsync(http, 404, "no handler for route");
            return;
        }

        var isRead = HttpMethods.IsGet(http.Request.Method);
        using var request = isRead ? null : JsonDocument.Parse(body);
        var path = http.Request.Path.Value!;
        await (path switch
        {
            _ when isRead && path == $"/v1/{Mount}/keys/{KeyName}" => DescribeAsync(http),
            _ when !isRead && path == $"/v1/{Mount}/encrypt/{KeyName}" => EncryptAsync(http, request!.RootElement),
            _ when !isRead && path == $"/v1/{Mount}/decrypt/{KeyName}" => DecryptAsync(http, request!.RootElement),
            _ when !isRead && path == $"/v1/{Mount}/rewrap/{KeyName}" => RewrapAsync(http, request!.RootElement),
            // Of another key, or to make one: the policy has no "create".
            _ => RefuseAsync(http, 403, "1 error occurred:\n\t* permission denied\n\n"),
        });
    }

    private Task EncryptAsync(HttpContext http, JsonElement request)
    {
        var plaintext = new byte[1024];
        if (!Convert.TryFromBase64String(request.GetProperty("plaintext").GetString()!, plaintext, out var length))
            return RefuseAsync(http, 400, "failed to base64-decode plaintext");

        DataKeys.Enqueue(plaintext[..length]);
        return AnswerAsync(http, new { ciphertext = Wrap(plaintext[..length]), key_version = Key.Latest });
    }

    private Task DecryptAsync(HttpContext http, JsonElement request) =>
        Unwrap(request, out var plaintext) is { } error
            ? RefuseAsync(http, 400, error)
            : AnswerAsync(http, new { plaintext = Convert.ToBase64String(plaintext) });

    private Task RewrapAsync(HttpContext http, JsonElement request) =>
        Unwrap(request, out var plaintext) is { } error
            ? RefuseAsync(http, 400, error)
            : AnswerAsync(http, new { ciphertext = Wrap(plaintext), key_version = Key.Latest });

    private Task DescribeAsync(HttpContext http) => AnswerAsync(http, new
    {
        allow_plaintext_backup = false,
        deletion_allowed = false,
        derived = false,
        exportable = false,
        keys = Enumerable.Range(1, Key.Latest).ToDictionary(version => $"{version}", version => 1_700_000_000 + version),
        latest_version = Key.Latest,
        min_available_version = 0,
        min_decryption_version = LeastVersion,
        min_encryption_version = 0,
        name = KeyName,
        supports_decryption = true,
        supports_encryption = true,
        type = "aes256-gcm96",
    });

    private string Wrap(byte[] plaintext) => $"vault:v{Key.Latest}:{Convert.ToBase64String(Key.Encrypt(Key.Latest, plaintext))}";

    /// <returns>Vault's words for what is wrong, or null.</returns>
    private string? Unwrap(JsonElement request, out byte[] plaintext)
    {
        plaintext = [];
        var text = request.GetProperty("ciphertext").GetString()!;
        if (!text.StartsWith("vault:v", StringComparison.Ordinal))
            return "invalid ciphertext: no prefix";
        var parts = text["vault:v".Length..].Split(':', 2);
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            return "invalid ciphertext: wrong number of fields";
        if (version > Key.Latest)
            return "invalid ciphertext: version is too new";
        if (version < LeastVersion)
            return "ciphertext or signature version is disallowed by policy (too old)";

        var ciphertext = new byte[1024];
        if (!Convert.TryFromBase64String(parts[1], ciphertext, out var length))
            return "invalid ciphertext: could not decode base64";
        plaintext = Key.Decrypt(version, ciphertext.AsSpan(0, length)) ?? [];
        return plaintext.Length > 0 ? null : "cipher: message authentication failed";
    }

    private static Task AnswerAsync(HttpContext http, object data) => WriteAsync(http, 200, "application/json", JsonSerializer.Serialize(new
    {
        request_id = "3f2ad8a5-0000-4000-8000-000000000000",
        lease_id = "",
        renewable = false,
        lease_duration = 0,
        data,
        wrap_info = (object?)null,
        warnings = (object?)null,
        auth = (object?)null,
        mount_type = "transit",
    }));

    private static Task RefuseAsync(HttpContext http, int status, string error) =>
        WriteAsync(http, status, "application/json", JsonSerializer.Serialize(new { errors = new[] { error } }));
}
