using System.Text.Json;

namespace Argus.Authority.Provisioning;

/// <summary>A place in a JSON document, read strictly: whatever is not as expected becomes an error that names the place.</summary>
internal sealed class JsonNodeReader(JsonElement element, string path, List<string> errors)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public string Path => path;

    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    public bool IsNull => element.ValueKind == JsonValueKind.Null;

    public void Error(string what) => errors.Add($"{(path.Length == 0 ? "document" : path)}: {what}");

    /// <summary>The member, if it is there.</summary>
    public JsonNodeReader? Member(string name)
    {
        _asked.Add(name);
        return IsObject && element.TryGetProperty(name, out var member) ? new JsonNodeReader(member, path.Length == 0 ? name : $"{path}.{name}", errors) : null;
    }

    public string? Text()
    {
        try
        {
            if (element.ValueKind == JsonValueKind.String)
                return element.GetString();
            Error("must be a string");
        }
        catch (InvalidOperationException)
        {
            // An escaped surrogate without its partner, or bytes that are not UTF-8: JSON to the parser, but no text.
            Error("must be a string of whole characters");
        }

        return null;
    }

    public int? WholeNumber()
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number))
            return number;
        Error("must be a whole number");
        return null;
    }

    public bool? Truth()
    {
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return element.ValueKind == JsonValueKind.True;
        Error("must be true or false");
        return null;
    }

    /// <summary>The value as it is; whoever takes it says what is wrong with it.</summary>
    public JsonElement Value => element;

    /// <summary>All members by name, whatever they are.</summary>
    public IReadOnlyList<(string Name, JsonNodeReader Node)> Members()
    {
        if (IsObject)
            return [.. element.EnumerateObject().Select(member => (member.Name, Member(member.Name)!))];
        Error("must be an object");
        return [];
    }

    public IReadOnlyList<JsonNodeReader> Items()
    {
        if (element.ValueKind == JsonValueKind.Array)
            return [.. element.EnumerateArray().Select((item, i) => new JsonNodeReader(item, $"{path}[{i}]", errors))];
        Error("must be an array");
        return [];
    }

    /// <summary>Complains of every member that was not asked for.</summary>
    public void RefuseOthers()
    {
        if (!IsObject)
        {
            Error("must be an object");
            return;
        }

        foreach (var member in element.EnumerateObject().Where(member => !_asked.Contains(member.Name)))
            errors.Add($"{(path.Length == 0 ? "" : path + ".")}{member.Name}: unknown member");
    }
}
