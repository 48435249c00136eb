using System.Text.Json;
using Argus.Cli.Connecting;
using Argus.Cli.Input;
using Argus.Domain.Kernel;

namespace Argus.Cli.Provisioning;

/// <summary>A provisioning document, as far as it must be known to send each tenant on its way: the node checks the rest.</summary>
internal static class ProvisioningFile
{
    private const int Longest = 64 * 1024 * 1024;

    private static readonly JsonDocumentOptions Strictly = new() { AllowDuplicateProperties = false };

    /// <returns>The tenants in their order, each with the name that it is known by.</returns>
    /// <exception cref="CommandFailure">It cannot be read, or is no such document; nothing was sent.</exception>
    public static IReadOnlyList<(string Name, JsonElement Description)> Read(string path)
    {
        var root = Parse(InputFile.ReadText(path, Longest));
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("tenants", out var tenants) || tenants.ValueKind != JsonValueKind.Array)
            throw CommandFailure.Refused("bad_document", "The document is not an object with a list of tenants.");
        if (root.EnumerateObject().FirstOrDefault(member => member.Name != "tenants") is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
            throw CommandFailure.Refused("bad_document", $"The document has an unknown member '{unknown.Name}'.");
        return [.. tenants.EnumerateArray().Select((tenant, index) => (NameOf(tenant, index), tenant))];
    }

    private static string NameOf(JsonElement tenant, int index) => TenantId.TryParse(tenant.Text("tenant"), out var id) ? id.Value
        : throw CommandFailure.Refused("bad_document", $"tenants[{index}].tenant is not 1 to 63 of a-z, 0-9 and -.");

    private static JsonElement Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json, Strictly).RootElement;
        }
        catch (JsonException e)
        {
            // Its message may quote a secret; the place says enough.
            throw CommandFailure.Refused("bad_document", $"The document is not JSON, or has a member twice (line {e.LineNumber + 1}).");
        }
    }
}
