using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Argus.IntegrationTests.Custody;

/// <summary>
/// AWS KMS with one symmetric key, over JSON 1.1 (docs.aws.amazon.com/kms/latest/APIReference). It looks at the form of the signature, not at its value.
/// </summary>
internal sealed partial class KmsStandIn : StandIn
{
    public const string Region = "eu-central-1";
    public const string KeyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
    private const string Arn = $"arn:aws:kms:{Region}:111122223333:key/{KeyId}";

    public AeadVersions Key { get; } = new();

    public string AccessKey { get; set; } = "AKIDEXAMPLE";

    /// <summary>As <c>AccessDeniedException</c> or <c>DisabledException</c>, for each call from now on.</summary>
    public string? Refusal { get; set; }

    protected override Task AnswerAsync(HttpContext http, byte[] body)
    {
        if (http.Request.Method != "POST" || http.Request.Path != "/" || http.Request.ContentType != "application/x-amz-json-1.1")
            return RefuseAsync(http, "UnknownOperationException");
        if (Authorization().Match(http.Request.Headers.Authorization.ToString()) is not { Success: true } signed || http.Request.Headers["X-Amz-Date"].Count != 1)
            return RefuseAsync(http, "MissingAuthenticationTokenException");
        if (signed.Groups["region"].Value != Region)
            return RefuseAsync(http, "InvalidSignatureException");
        if (signed.Groups["key"].Value != AccessKey)
            return RefuseAsync(http, "UnrecognizedClientException");
        if (Refusal is { } refusal)
            return RefuseAsync(http, refusal);

        using var document = JsonDocument.Parse(body);
        var request = document.RootElement;
        if (request.TryGetProperty("KeyId", out var key) && key.GetString() is not (KeyId or Arn or "alias/argus"))
            return RefuseAsync(http, "NotFoundException");
        return http.Request.Headers["X-Amz-Target"].ToString() switch
        {
            "TrentService.Encrypt" => EncryptAsync(http, request),
            "TrentService.Decrypt" => DecryptAsync(http, request),
            _ => RefuseAsync(http, "UnknownOperationException"),
        };
    }

    private Task EncryptAsync(HttpContext http, JsonElement request)
    {
        var plaintext = request.GetProperty("Plaintext").GetBytesFromBase64();
        if (plaintext.Length is 0 or > 4_096)
            return RefuseAsync(http, "ValidationException");

        DataKeys.Enqueue(plaintext);
        byte[] blob = [(byte)Key.Latest, .. Key.Encrypt(Key.Latest, plaintext, Context(request))];
        return AnswerAsync(http, new { CiphertextBlob = Convert.ToBase64String(blob), KeyId = Arn, EncryptionAlgorithm = "SYMMETRIC_DEFAULT" });
    }

    private Task DecryptAsync(HttpContext http, JsonElement request)
    {
        var blob = request.GetProperty("CiphertextBlob").GetBytesFromBase64();
        return Key.Decrypt(blob[0], blob.AsSpan(1), Context(request)) is { } plaintext
            ? AnswerAsync(http, new { KeyId = Arn, Plaintext = Convert.ToBase64String(plaintext), EncryptionAlgorithm = "SYMMETRIC_DEFAULT" })
            : RefuseAsync(http, "InvalidCiphertextException");
    }

    private static string Context(JsonElement request) =>
        request.TryGetProperty("EncryptionContext", out var context)
            ? string.Join('&', context.EnumerateObject().Select(pair => $"{pair.Name}={pair.Value}").Order(StringComparer.Ordinal))
            : "";

    private static Task AnswerAsync(HttpContext http, object answer) => WriteAsync(http, 200, "application/x-amz-json-1.1", JsonSerializer.Serialize(answer));

    private static Task RefuseAsync(HttpContext http, string code)
    {
        http.Response.Headers["x-amzn-RequestId"] = 7.ToString("D8", CultureInfo.InvariantCulture);
        return WriteAsync(http, 400, "application/x-amz-json-1.1", $$"""{"__type":"{{code}}","message":"as KMS would say"}""");
    }

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=(?<key>[A-Z]+)/[0-9]{8}/(?<region>[a-z0-9-]+)/kms/aws4_request, "
        + "SignedHeaders=[a-z0-9;-]*x-amz-target[a-z0-9;-]*, Signature=[0-9a-f]{64}$")]
    private static partial Regex Authorization();
}
