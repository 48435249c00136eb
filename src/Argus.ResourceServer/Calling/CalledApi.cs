namespace Argus.ResourceServer.Calling;

/// <summary>An API that is called.</summary>
internal sealed class CalledApi
{
    /// <exception cref="ArgumentException">The audience is no absolute URI without a fragment (RFC 8707 §2), or a scope no scope.</exception>
    public CalledApi(string audience, IEnumerable<string> scopes)
    {
        if (!Uri.TryCreate(audience, UriKind.Absolute, out var uri) || uri.Fragment.Length > 0)
            throw new ArgumentException("An audience is an absolute URI without a fragment.", nameof(audience));
        var names = scopes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (!names.All(ArgusOptionsCheck.IsScope))
            throw new ArgumentException("A scope is a name without spaces (RFC 6749 §3.3).", nameof(scopes));

        Audience = audience;
        Scope = string.Join(' ', names);
    }

    public string Audience { get; }

    /// <summary>Sorted, with a space between: the same scopes in another order are the same token.</summary>
    public string Scope { get; }
}
