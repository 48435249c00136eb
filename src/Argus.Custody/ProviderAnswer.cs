using System.Text.Json;
using Argus.Authority.Keys;

namespace Argus.Custody;

/// <summary>What a provider answered with 200; every member that is asked for must be there.</summary>
internal sealed class ProviderAnswer(string provider, string operation, JsonElement root)
{
    public static CustodyException Malformed(string provider, string operation) =>
        new($"{provider} answered {operation} with something that its API does not have.");

    public CustodyException Malformed() => Malformed(provider, operation);

    /// <exception cref="CustodyException">The member is missing or no string.</exception>
    public string Text(params ReadOnlySpan<string> path) =>
        Find(path) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Malformed();

    /// <exception cref="CustodyException">The member is missing or no positive integer.</exception>
    public int Positive(params ReadOnlySpan<string> path) =>
        Find(path) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) && number > 0 ? number : throw Malformed();

    private JsonElement Find(ReadOnlySpan<string> path)
    {
        var element = root;
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                throw Malformed();
        }

        return element;
    }
}
