using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Log;

namespace Argus.Authority.Authorization;

/// <summary>Reads authorization requests, as a browser brings them and as a client pushes them: by the same rules.</summary>
public sealed class AuthorizationRequests(PushedRequests pushedRequests, IdTokenHint hint)
{
    /// <summary>What a browser brought.</summary>
    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<AuthorizationReading> ReadAsync(TenantView tenant, AuthorizationParameters parameters)
    {
        var name = parameters["request_uri"];
        if (name?.StartsWith(PushedRequests.Prefix, StringComparison.Ordinal) != true)
            return Read(tenant, parameters, isPushed: false);

        // RFC 9126 §4: what was pushed is all that counts.
        return await pushedRequests.FindAsync(tenant, name, parameters["client_id"]).ConfigureAwait(false) is { } pushed
            ? Read(tenant, pushed.Parameters, isPushed: true) with { Pushed = pushed.Id }
            : AuthorizationReading.Refused(OAuthRefusal.InvalidRequest("request_uri_unknown", "The request was used already, or its time is over."));
    }

    /// <summary>What a client pushes (RFC 9126 §2.1).</summary>
    /// <returns>The name that it has now; or what is wrong with it.</returns>
    /// <exception cref="LogUnavailableException">It is not durable.</exception>
    public async ValueTask<(string? Name, OAuthRefusal? Refusal)> PushAsync(
        TenantView tenant, ClientId client, AuthorizationParameters parameters, Origin origin)
    {
        if (parameters["request_uri"] is not null)
            return (null, OAuthRefusal.InvalidRequest("request_uri_pushed", "request_uri cannot be pushed."));
        if (Read(tenant, parameters, isPushed: true).Refusal is { } refusal)
            return (null, refusal);
        return await pushedRequests.PushAsync(tenant, client, parameters, origin).ConfigureAwait(false) is { } name
            ? (name, null)
            : (null, OAuthRefusal.InvalidRequest("push_size", "The request is too long."));
    }

    private AuthorizationReading Read(TenantView tenant, AuthorizationParameters parameters, bool isPushed)
    {
        if (AuthorizationReturn.Find(tenant, parameters, out var @return) is { } unanswerable)
            return AuthorizationReading.Refused(unanswerable);
        if (!isPushed && parameters["request_uri"] is not null)
            return new AuthorizationReading(@return, null, new OAuthRefusal("request_uri_not_supported", "request_uri_not_supported", "request_uri is not supported."));
        if (!isPushed && @return!.Client.Settings.RequirePushedAuthorizationRequests)
            return new AuthorizationReading(@return, null, OAuthRefusal.InvalidRequest("request_not_pushed", "The client must push its authorization requests."));
        var refusal = AuthorizationRequest.Read(tenant, @return!, parameters, hint, out var request);
        return new AuthorizationReading(@return, request, refusal);
    }
}

/// <summary>What an authorization request turned out to be.</summary>
/// <param name="Return">Where the answer goes; null if nobody may be answered by a redirect.</param>
/// <param name="Request">The request; null if there is a refusal.</param>
/// <param name="Refusal">What is wrong with it.</param>
public readonly record struct AuthorizationReading(AuthorizationReturn? Return, AuthorizationRequest? Request, OAuthRefusal? Refusal)
{
    /// <summary>Under which name it was pushed, if it was.</summary>
    public PushedRequestId? Pushed { get; init; }

    internal static AuthorizationReading Refused(OAuthRefusal refusal) => new(null, null, refusal);
}
