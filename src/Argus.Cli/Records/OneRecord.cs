using System.Text.Json;
using Argus.Cli.Connecting;
using Argus.Cli.Output;

namespace Argus.Cli.Records;

/// <summary>One object of the Admin API, member by member.</summary>
internal static class OneRecord
{
    private static readonly string[] Columns = ["Member", "Value"];

    public static int Show(Answer answer, bool isJson) =>
        Screen.Answer(answer, isJson, record => Screen.Table(Columns, record.EnumerateObject().SelectMany(member => Flat(member))));

    /// <summary>Members of members, such as a policy's, have rows of their own.</summary>
    public static IEnumerable<string[]> Flat(JsonProperty member, string prefix = "") => member.Value.ValueKind == JsonValueKind.Object
        ? member.Value.EnumerateObject().SelectMany(inner => Flat(inner, $"{prefix}{member.Name}."))
        : [[prefix + member.Name, member.Value.Shown()]];
}
