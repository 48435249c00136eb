namespace Argus.Authority.Authorization;

/// <summary>The parameter <c>prompt</c> (OpenID Connect Core §3.1.2.1).</summary>
/// <param name="None">The user must not be asked anything.</param>
/// <param name="Login">The user must sign in, whoever is signed in already.</param>
/// <param name="Consent">The user must be asked for consent, whatever was allowed before.</param>
public readonly record struct Prompt(bool None, bool Login, bool Consent)
{
    /// <summary>What of it matters, in the parameter's own words.</summary>
    public override string ToString() => string.Join(' ', new[] { None ? "none" : null, Login ? "login" : null, Consent ? "consent" : null }.OfType<string>());

    /// <returns>False if it is malformed.</returns>
    public static bool TryParse(string? text, out Prompt prompt)
    {
        prompt = default;
        if (text is null)
            return true;
        var names = text.Split(' ');
        if (!Array.TrueForAll(names, name => name is "none" or "login" or "consent" or "select_account") || (names.Contains("none") && names.Length > 1))
            return false;

        // Another account is chosen by signing in to it.
        prompt = new Prompt(names.Contains("none"), names.Contains("login") || names.Contains("select_account"), names.Contains("consent"));
        return true;
    }
}
