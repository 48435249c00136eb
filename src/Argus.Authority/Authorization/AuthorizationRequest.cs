using System.Globalization;
using Argus.Authority.Views;
using Argus.Domain.Sessions;

namespace Argus.Authority.Authorization;

/// <summary>An authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3, OpenID Connect Core §3.1.2.1), checked in all that can be checked without the user.</summary>
/// <param name="Return">Where the answer goes.</param>
/// <param name="Access">What is asked for.</param>
/// <param name="Challenge"><c>code_challenge</c> by S256.</param>
/// <param name="Nonce">For the ID token.</param>
/// <param name="Prompt">Whether the user must be asked, or must not be.</param>
/// <param name="MaxAge">Seconds that the authentication may be old; null: it does not matter.</param>
/// <param name="LoginHint">Whom the client expects, as it was typed somewhere.</param>
/// <param name="ExpectedSubject">Whom the client expects, by a token that it has; null if it does not say.</param>
/// <param name="Digest">Of the whole request: <see cref="AuthorizationParameters.Digest"/>.</param>
public sealed record AuthorizationRequest(
    AuthorizationReturn Return,
    AskedAccess Access,
    string Challenge,
    string? Nonce,
    Prompt Prompt,
    long? MaxAge,
    string? LoginHint,
    string? ExpectedSubject,
    string Digest)
{
    private const int LongestNonce = 512;

    /// <summary>Thumbprint of the DPoP key that the code must come with (RFC 9449 §10); null for any or none.</summary>
    public string? DpopJkt { get; private init; }

    /// <summary>What a user takes at most from the sign-in to the answer.</summary>
    private static readonly TimeSpan WalkTime = TimeSpan.FromMinutes(10);

    /// <param name="tenant">Whose client asks; the caller has seen to it that the view is fresh enough.</param>
    /// <param name="return">Where the answer goes.</param>
    /// <param name="parameters">What came.</param>
    /// <param name="hint">What is known of <c>id_token_hint</c>.</param>
    /// <param name="request">The request, if it is one.</param>
    /// <returns>Why it is none; null if it is.</returns>
    public static OAuthRefusal? Read(
        TenantView tenant, AuthorizationReturn @return, AuthorizationParameters parameters, IdTokenHint hint, out AuthorizationRequest? request)
    {
        request = null;
        var refusal = Unsupported(parameters) ?? Proof(parameters) ?? Sizes(parameters);
        if (refusal is not null)
            return refusal;
        if (!Prompt.TryParse(parameters["prompt"], out var prompt))
            return OAuthRefusal.InvalidRequest("prompt_malformed", "prompt is not a list of none, login, consent and select_account; none stands alone.");
        if (!TryAge(parameters["max_age"], out var maxAge))
            return OAuthRefusal.InvalidRequest("max_age_malformed", "max_age is not a number of seconds.");
        if (!hint.TryRead(tenant, @return.ClientId, parameters["id_token_hint"], out var expected))
            return OAuthRefusal.InvalidRequest("id_token_hint_unknown", "id_token_hint is not an ID token that this issuer gave to the client.");
        if (AskedAccess.Read(tenant, @return.Client.Settings, parameters["scope"], parameters.Resources, out var access) is { } notAllowed)
            return notAllowed;

        request = new AuthorizationRequest(
            @return, access!, parameters["code_challenge"]!, parameters["nonce"], prompt, maxAge, parameters["login_hint"], expected, parameters.Digest)
        {
            DpopJkt = parameters["dpop_jkt"],
        };
        return null;
    }

    /// <summary>
    /// Whether the user must sign in first. Who just did so for this very request need not do it again, or nobody would ever get past <c>prompt=login</c>; that
    /// stands in the log with the session, and not in a form.
    /// </summary>
    /// <param name="session">The browser's session; null if it has none that is good.</param>
    /// <param name="now">The time.</param>
    public bool MustAuthenticate(SessionState? session, DateTimeOffset now)
    {
        if (session?.Authentication is not { } authentication || IsNotExpected(session))
            return true;
        var age = now.ToUnixTimeSeconds() - authentication.AuthTime;
        if (authentication.Request == Digest && age < WalkTime.TotalSeconds)
            return false;

        // OpenID Connect Core §3.1.2.1: nobody authenticated no time ago.
        return Prompt.MustSignIn || MaxAge == 0 || age > MaxAge;
    }

    /// <summary>Whether somebody has signed in for this very request, and is not the one that <c>id_token_hint</c> names: to ask once more would not change that.</summary>
    public bool IsOfSomebodyElse(SessionState? session) =>
        session?.Authentication?.Request == Digest && IsNotExpected(session);

    private bool IsNotExpected(SessionState session) => ExpectedSubject is not null && session.Subject.Value != ExpectedSubject;

    private static OAuthRefusal? Unsupported(AuthorizationParameters parameters)
    {
        if (parameters["request"] is not null)
            return new OAuthRefusal("request_not_supported", "request_not_supported", "Request objects are not supported.");
        if (parameters["registration"] is not null)
            return new OAuthRefusal("registration_not_supported", "registration_not_supported", "registration is not supported.");
        return parameters["response_type"] switch
        {
            null => OAuthRefusal.InvalidRequest("response_type_missing", "response_type is missing."),
            "code" => parameters["response_mode"] is null or "query" ? null : OAuthRefusal.InvalidRequest("response_mode_unknown", "response_mode must be query."),
            _ => new OAuthRefusal("response_type_unknown", "unsupported_response_type", "response_type must be code."),
        };
    }

    /// <summary>RFC 7636 §4.4.1, RFC 9700 §2.1.1: no client goes without, and plain is no proof to whoever sees the request.</summary>
    private static OAuthRefusal? Proof(AuthorizationParameters parameters)
    {
        if (parameters["code_challenge"] is not { } challenge)
            return OAuthRefusal.InvalidRequest("code_challenge_missing", "code_challenge is missing.");
        if (parameters["code_challenge_method"] != "S256")
            return OAuthRefusal.InvalidRequest("code_challenge_method_unknown", "code_challenge_method must be S256.");
        return RandomSecret.IsWellFormed(challenge)
            ? null
            : OAuthRefusal.InvalidRequest("code_challenge_malformed", "code_challenge is not a SHA-256 digest in base64url.");
    }

    private static OAuthRefusal? Sizes(AuthorizationParameters parameters)
    {
        if (parameters["nonce"]?.Length > LongestNonce)
            return OAuthRefusal.InvalidRequest("nonce_size", "nonce is too long.");
        return parameters["dpop_jkt"] is { } key && !RandomSecret.IsWellFormed(key)
            ? OAuthRefusal.InvalidRequest("dpop_jkt_malformed", "dpop_jkt is not a SHA-256 digest in base64url.")
            : null;
    }

    private static bool TryAge(string? text, out long? seconds)
    {
        seconds = null;
        if (text is null)
            return true;
        if (text.Length > 10 || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var age))
            return false;
        seconds = age;
        return true;
    }
}
