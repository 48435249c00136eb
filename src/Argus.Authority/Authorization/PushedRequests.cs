using Argus.Authority.Grains;
using Argus.Authority.PersonalData;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;
using Argus.Domain.PushedRequests;
using Argus.Log;

namespace Argus.Authority.Authorization;

/// <summary>Keeps authorization requests that clients pushed (RFC 9126), until a browser brings their name.</summary>
public sealed class PushedRequests(Aggregates aggregates, PersonalKeys keys, TimeProvider clock)
{
    /// <summary>Seconds. The user signs in and decides in this time too, for each step of the walk looks the request up again.</summary>
    public const int Lifetime = 600;

    /// <summary>What the name of a pushed request begins with (RFC 9126 §2.2).</summary>
    public const string Prefix = "urn:ietf:params:oauth:request_uri:";

    // Of 16 KiB, sealed: base64url has four characters for three bytes.
    private const int LargestEntry = 4 * 16 * 1024 / 3;

    private const string Member = "parameters";

    /// <returns>The request's name; null if the request is too large to be kept.</returns>
    /// <exception cref="LogUnavailableException">It is not durable.</exception>
    public async ValueTask<string?> PushAsync(TenantView tenant, ClientId client, AuthorizationParameters parameters, Origin origin)
    {
        var now = clock.GetUtcNow();
        var id = PushedRequestId.From(Guid.CreateVersion7(now));
        var secret = RandomSecret.New();
        var seal = await keys.OfUserOrTodayAsync(tenant.Id, HintedUser.Of(tenant, parameters["login_hint"])).ConfigureAwait(false);
        IReadOnlyList<PushedParameter> asked = [.. parameters.Values.Select(parameter => new PushedParameter(parameter.Name, parameter.Value))];
        var pushed = new AuthorizationPushed(client, TextDigest.Of(secret), now.ToUnixTimeSeconds() + Lifetime, seal.Keep(Member, asked));
        if (EventCodec.Encode(pushed, origin).Body.Length > LargestEntry)
            return null;
        await aggregates.PushedRequests.ExecuteOnNewAsync(
            tenant.Id, PushedRequestState.StreamOf(id), state => PushedRequestDecider.Push(state, pushed), origin, CancellationToken.None).ConfigureAwait(false);
        return $"{Prefix}{id}.{secret}";
    }

    /// <summary>What a client pushed under a name.</summary>
    /// <param name="tenant">Whose client.</param>
    /// <param name="name"><c>request_uri</c></param>
    /// <param name="client"><c>client_id</c> beside it, as it came.</param>
    /// <returns>Null if there is nothing for this client, or its time is over, or it was used.</returns>
    /// <exception cref="LogUnavailableException"/>
    public async ValueTask<PushedRequest?> FindAsync(TenantView tenant, string name, string? client)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || name[Prefix.Length..].Split('.') is not [var id, var secret])
            return null;
        if (!PushedRequestId.TryParse(id, out var request) || !RandomSecret.IsWellFormed(secret))
            return null;
        var state = await aggregates.PushedRequests.ReadAsync(tenant.Id, PushedRequestState.StreamOf(request)).ConfigureAwait(false);
        if (!state.IsGood(clock.GetUtcNow()) || state.Request!.ClientId.Value != client)
            return null;
        if (!TextDigest.AreEqual(state.Request.Digest, TextDigest.Of(secret)))
            return null;

        if (await keys.OpenAsync(tenant.Id, Member, state.Request.Parameters).ConfigureAwait(false) is not { } asked)
            return null;

        // With its name: the same request pushed again is another one, and must be answered for itself.
        var parameters = AuthorizationParameters.Of(asked.Select(parameter => (parameter.Name, parameter.Value)));
        return new PushedRequest(request, parameters.With("request_uri", name));
    }

    /// <summary>A code is about to be issued for it.</summary>
    /// <returns>False if there must not be one (any more).</returns>
    /// <exception cref="LogUnavailableException">It is not durable.</exception>
    public async ValueTask<bool> TryUseAsync(TenantView tenant, PushedRequestId request, Origin origin)
    {
        var outcome = await aggregates.PushedRequests.ExecuteAsync(
            tenant.Id, PushedRequestState.StreamOf(request), state => PushedRequestDecider.Use(state, clock.GetUtcNow()), origin, CancellationToken.None).ConfigureAwait(false);
        return outcome.Refusal is null;
    }
}

/// <summary>A pushed request that a browser brought.</summary>
/// <param name="Id">Which.</param>
/// <param name="Parameters">What it asks for, and its own name as <c>request_uri</c>.</param>
public sealed record PushedRequest(PushedRequestId Id, AuthorizationParameters Parameters);
