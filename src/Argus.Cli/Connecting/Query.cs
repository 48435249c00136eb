namespace Argus.Cli.Connecting;

/// <summary>The query of a request.</summary>
internal static class Query
{
    /// <returns>With its question mark; empty if nothing is given.</returns>
    public static string Of(params IEnumerable<(string Name, string? Value)> parameters)
    {
        var given = parameters.Where(parameter => parameter.Value is not null).Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}").ToArray();
        return given.Length == 0 ? "" : $"?{string.Join('&', given)}";
    }
}
