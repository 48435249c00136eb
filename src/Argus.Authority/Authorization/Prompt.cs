namespace Argus.Authority.Authorization;

/// <summary>The parameter <c>prompt</c> (OpenID Connect Core §3.1.2.1).</summary>
/// <param name="None">The user must not be asked anything.</param>
/// <param name="Login">The user must sign in, whoever is signed in already.</param>
/// <param name="Consent">The user must be asked for consent, whatever was allowed before.</param>
/// <param name="SelectAccount">The user must be able to be somebody else.</param>
public readonly record struct Prompt(bool None, bool Login, bool Consent, bool SelectAccount = false)
{
    /// <summary>Whether a session is not enough. Another account is chosen by signing in to it.</summary>
    public bool MustSignIn => Login || SelectAccount;

    /// <returns>False if it is malformed.</returns>
    public static bool TryParse(string? text, out Prompt prompt)
    {
        prompt = default;
        if (text is null)
            return true;
        var names = text.Split(' ');
        if (!Array.TrueForAll(names, name => name is "none" or "login" or "consent" or "select_account") || (names.Contains("none") && names.Length > 1))
            return false;
        prompt = new Prompt(names.Contains("none"), names.Contains("login"), names.Contains("consent"), names.Contains("select_account"));
        return true;
    }

    /// <summary>As the parameter; empty for none.</summary>
    public override string ToString()
    {
        (string Name, bool IsAsked)[] names = [("none", None), ("login", Login), ("consent", Consent), ("select_account", SelectAccount)];
        return string.Join(' ', names.Where(name => name.IsAsked).Select(name => name.Name));
    }
}
