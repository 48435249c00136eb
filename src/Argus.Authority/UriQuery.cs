namespace Argus.Authority;

/// <summary>The query of a URL (RFC 3986 §3.4), in the order in which its parameters are given.</summary>
public static class UriQuery
{
    /// <param name="parameters">Those without a value are left out.</param>
    public static string Of(IEnumerable<(string Name, string? Value)> parameters) => string.Join(
        '&', parameters.Where(parameter => parameter.Value is not null).Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}"));

    /// <summary>The URL with more parameters. A query that it has already stays (RFC 6749 §3.1.2).</summary>
    /// <param name="uri">Without a fragment.</param>
    /// <param name="parameters">One at least; those without a value are left out.</param>
    public static string Extend(string uri, IEnumerable<(string Name, string? Value)> parameters) =>
        $"{uri}{(uri.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Of(parameters)}";
}
