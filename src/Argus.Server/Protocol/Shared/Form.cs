using System.Text;

namespace Argus.Server.Protocol.Shared;

/// <summary>The parameters of a form, decoded. A parameter without a value is one that was not sent (RFC 6749 §3.2).</summary>
internal sealed class Form(byte[] decoded, IReadOnlyList<Form.Parameter> parameters)
{
    public static Form Empty { get; } = new([], []);

    /// <summary>A name, and where its value lies in the decoded bytes.</summary>
    public readonly record struct Parameter(string Name, int Start, int Length);

    /// <summary>The value as text, or null.</summary>
    public string? Text(string name) => Find(name) is { } found ? TextOf(found) : null;

    /// <summary>The value as it came, or null.</summary>
    public ReadOnlyMemory<byte>? Bytes(string name)
    {
        // Not as a conditional expression: there null would become empty memory, and a missing token a present one.
        if (Find(name) is not { } found)
            return null;
        return decoded.AsMemory(found.Start, found.Length);
    }

    /// <summary>All values of a parameter that may repeat.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (Find(name) is null)
            return [];
        return [.. parameters.Where(parameter => parameter.Name == name && parameter.Length > 0).Select(TextOf)];
    }

    private Parameter? Find(string name)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.Name == name && parameter.Length > 0)
                return parameter;
        }

        return null;
    }

    private string TextOf(Parameter parameter) => Encoding.UTF8.GetString(decoded, parameter.Start, parameter.Length);
}
