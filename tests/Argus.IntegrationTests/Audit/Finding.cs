using System.Text.Json;
using Argus.IntegrationTests.CommandLine;

namespace Argus.IntegrationTests.Audit;

/// <summary>How a verification ended: its exit code, and the name and position of the first divergence, where there is one.</summary>
internal sealed record Finding(int Exit, string? Name, long? Position)
{
    public static readonly Finding Good = new(0, null, null);

    /// <param name="verified">One JSON object, or nothing where the export could not be read.</param>
    public static Finding Of(Ended verified)
    {
        if (verified.Output.Length == 0 || verified.ExitCode == 0)
            return new Finding(verified.ExitCode, null, null);
        var json = verified.Json;
        return new Finding(
            verified.ExitCode,
            json.TryGetProperty("name", out var name) ? name.GetString() : null,
            json.TryGetProperty("position", out var position) && position.ValueKind == JsonValueKind.Number ? position.GetInt64() : null);
    }

    public static Finding Diverges(string name, long? position = null) => new(1, name, position);
}
