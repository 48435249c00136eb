using System.Collections.Frozen;

namespace Argus.ResourceServer.Authorization;

/// <summary>What one operation asks for: the scheme's demands and its own, taken together.</summary>
internal sealed class OperationDemand
{
    private const string ClientPrefix = "client:";

    private readonly string[] _anyOf;
    private readonly string[] _allOf;
    private readonly FrozenSet<string>[] _callers;

    /// <param name="audiences">The scheme's: one of them will do, where the operation asks for none of its own.</param>
    /// <param name="scopes">The scheme's.</param>
    /// <param name="requirements">The operation's own; each of them must hold.</param>
    public OperationDemand(IReadOnlyList<string> audiences, IEnumerable<string> scopes, IReadOnlyList<ArgusRequirement> requirements)
    {
        _allOf = [.. requirements.Select(requirement => requirement.Audience).OfType<string>().Distinct(StringComparer.Ordinal)];
        _anyOf = _allOf.Length > 0 ? [] : [.. audiences];
        Scopes = [.. scopes.Concat(requirements.SelectMany(requirement => requirement.Scopes)).Distinct(StringComparer.Ordinal)];
        _callers = [.. requirements.Where(requirement => requirement.Clients.Count > 0).Select(requirement => requirement.Clients.ToFrozenSet(StringComparer.Ordinal))];
    }

    /// <summary>All that are needed, in the order in which they were named.</summary>
    public string[] Scopes { get; }

    public bool AdmitsAudience(AccessToken token)
    {
        foreach (var audience in _allOf)
        {
            if (!token.Audiences.Contains(audience)) return false;
        }

        foreach (var audience in _anyOf)
        {
            if (token.Audiences.Contains(audience)) return true;
        }

        return _allOf.Length > 0;
    }

    public bool AdmitsScopes(AccessToken token)
    {
        foreach (var scope in Scopes)
        {
            if (!token.Scopes.Contains(scope)) return false;
        }

        return true;
    }

    /// <summary>The callee authorises the caller too: to whom the token was issued, or who acts now.</summary>
    public bool AdmitsCaller(AccessToken token)
    {
        foreach (var callers in _callers)
        {
            if (!callers.Contains(token.NamePrefix + token.ClientId) && !(ActingClient(token) is { } actor && callers.Contains(token.NamePrefix + actor))) return false;
        }

        return true;
    }

    // A user who acts, or somebody of another issuer, is none of the clients that were named.
    private static string? ActingClient(AccessToken token) =>
        token.Actors is [{ Issuer: null, Subject: var subject }, ..] && subject.StartsWith(ClientPrefix, StringComparison.Ordinal) ? subject[ClientPrefix.Length..] : null;
}
