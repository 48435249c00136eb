using Argus.Authority.SignIn;
using Argus.Authority.Views;
using Argus.Domain.Users;

namespace Argus.Server.Admin.SignIns;

/// <summary>A sign-in that waits for the host application.</summary>
/// <param name="ClientId">Who wants to know the user.</param>
/// <param name="ClientName">What people call it.</param>
/// <param name="Scope">What it asks for.</param>
/// <param name="LoginHint">Whom it expects, as it was typed somewhere; null if it does not say.</param>
/// <param name="Prompt">The authorization request's <c>prompt</c>: <c>login</c> says that the user must authenticate anew.</param>
/// <param name="ExpiresAt">When it is over.</param>
internal sealed record SignInResource(string ClientId, string ClientName, IReadOnlyList<string> Scope, string? LoginHint, string? Prompt, DateTimeOffset ExpiresAt)
{
    public static SignInResource Of(TenantView tenant, OpenedHandoff asked) => new(
        asked.Asked.ClientId.Value,
        tenant.Client(asked.Asked.ClientId).Settings.ClientName ?? asked.Asked.ClientId.Value,
        [.. asked.Asked.Scope],
        asked.LoginHint,
        asked.Asked.Prompt,
        DateTimeOffset.FromUnixTimeSeconds(asked.Asked.Exp));
}

/// <summary>Who the user is; by name or by subject.</summary>
/// <param name="Username">Their name.</param>
/// <param name="Subject">Their <c>sub</c>.</param>
/// <param name="Acr">How well the application knows (OpenID Connect Core §2); <c>0</c> if it does not say.</param>
/// <param name="Amr">By what methods (RFC 8176); <c>ext</c> if it does not say.</param>
/// <param name="Claims">All that is to be known about the user of that name, who is registered if there is none. Left out, it is left alone.</param>
internal sealed record AcceptSignIn(
    string? Username = null, string? Subject = null, string? Acr = null, IReadOnlyList<string>? Amr = null, IReadOnlyDictionary<string, ClaimValue>? Claims = null)
{
    /// <returns>What is wrong with it, or null.</returns>
    public string? Fault()
    {
        if (Username is null == Subject is null)
            return "Exactly one of username and subject names the user.";
        if (Username is not null && !Domain.Users.Username.TryParse(Username, out _))
            return "A user's name is 1 to 128 characters in NFC, none of them control or format characters, without white space at the ends.";
        if (Subject is not null && Claims is not null)
            return "claims go with username.";
        if (Amr?.Any(method => method is null) == true)
            return "amr is a list of texts.";
        var fault = Claims?.Select(claim => ClaimRules.Fault(claim.Key, claim.Value) is { } what ? $"A claim {what}." : null).FirstOrDefault(what => what is not null);
        return fault ?? (UserClaims() is { } claims && ClaimRules.Fault(claims) is { } together ? $"claims {together}." : null);
    }

    public UserClaims? UserClaims() => Claims is null ? null : Domain.Users.UserClaims.Of(Claims);

    /// <summary>Who somebody is, is not for log lines.</summary>
    public override string ToString() => "AcceptSignIn";
}

/// <summary>Why nobody signs in.</summary>
/// <param name="Reason">For the record; 1 to 500 characters.</param>
internal sealed record RejectSignIn(string Reason);

/// <summary>The answer is recorded.</summary>
/// <param name="RedirectTo">Where the application sends the browser now.</param>
internal sealed record AnsweredSignIn(string RedirectTo);
