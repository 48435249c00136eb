using System.Text.Json;
using Argus.Domain.Users;

namespace Argus.Authority.SignIn.Providers;

/// <summary>JSON from outside providers.</summary>
internal static class ProviderJson
{
    /// <exception cref="ProviderException">It is not an object of unique members.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            throw new ProviderException("The provider's answer is no JSON object.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second for names of members that are broken characters, which only the search for duplicates decodes.
            throw new ProviderException("The provider's answer is no JSON.", e);
        }
    }

    /// <exception cref="ProviderException">It is a text of broken characters.</exception>
    public static string? Text(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var member) || member.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return member.GetString();
        }
        catch (InvalidOperationException e)
        {
            throw new ProviderException("The provider's answer is no text.", e);
        }
    }

    /// <summary>The claims that OpenID Connect names (Core §5.1): what a provider says beside them means nothing here.</summary>
    public static UserClaims Claims(JsonElement root)
    {
        var claims = new List<KeyValuePair<string, ClaimValue>>();
        foreach (var name in ClaimScopes.Standard)
        {
            if (Value(root, name) is { } value && ClaimRules.Fault(name, value) is null)
                claims.Add(new(name, value));
        }

        var read = UserClaims.Of(claims);
        return ClaimRules.Fault(read) is null ? read : UserClaims.None;
    }

    /// <summary>Where both say something, the later one counts.</summary>
    public static UserClaims Merge(UserClaims earlier, UserClaims later)
    {
        var merged = UserClaims.Of(earlier.Where(claim => later.Find(claim.Key) is null).Concat(later));
        return ClaimRules.Fault(merged) is null ? merged : later;
    }

    private static ClaimValue? Value(JsonElement root, string name) => !root.TryGetProperty(name, out var member) ? null : member.ValueKind switch
    {
        JsonValueKind.String when Text(root, name) is { } text => ClaimValue.Of(text),
        JsonValueKind.True or JsonValueKind.False => ClaimValue.Of(member.GetBoolean()),
        JsonValueKind.Number when member.TryGetInt64(out var number) => ClaimValue.Of(number),
        _ => null,
    };
}
