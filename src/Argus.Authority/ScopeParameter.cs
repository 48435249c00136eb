using Argus.Domain.Kernel;

namespace Argus.Authority;

/// <summary>The parameter <c>scope</c> (RFC 6749 §3.3): scope-tokens, with one space between.</summary>
public static class ScopeParameter
{
    /// <param name="text">The parameter, if it came.</param>
    /// <param name="scope">The scopes; null if none came.</param>
    /// <returns>False if it is malformed.</returns>
    public static bool TryParse(string? text, out NameSet? scope)
    {
        scope = null;
        if (text is null)
            return true;
        var names = text.Split(' ');
        if (!Array.TrueForAll(names, name => name.Length > 0 && name.All(c => c is >= '!' and <= '~' and not '"' and not '\\')))
            return false;
        scope = NameSet.Of(names);
        return true;
    }
}
