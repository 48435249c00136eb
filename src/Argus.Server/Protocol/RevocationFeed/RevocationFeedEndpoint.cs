using System.Globalization;
using Argus.Authority;
using Argus.Authority.RevocationFeed;
using Argus.Jose;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.RevocationFeed;

/// <summary>
/// What the tenant has revoked, for everybody who verifies its tokens (docs/revocation-feed.md): a snapshot, or what came after an epoch, at once or as soon as
/// there is something.
/// </summary>
internal sealed class RevocationFeedEndpoint(
    RevocationPolls polls, PollSlots slots, RevocationStream stream, IHostApplicationLifetime lifetime, ILogger<RevocationFeedEndpoint> logger) : IEndpoint
{
    public const string Path = "/revocations";
    public const string MediaType = "application/" + TokenType.Revocations;

    private const int LongestWait = 30;

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Get];

    public bool IsForScripts => true;

    public async Task HandleAsync(TenantRequest request)
    {
        var form = QueryReader.Read(request, out var refusal);
        long? after = null, wait = null;
        if (form is not null && !(TryNumber(form.Text("after"), long.MaxValue, out after) && TryNumber(form.Text("wait"), LongestWait, out wait)))
            refusal = OAuthRefusal.InvalidRequest("feed_number", $"after must be an epoch, and wait a number of seconds from 0 to {LongestWait}.");
        if (refusal is not null)
            await OAuthAnswer.RefuseAsync(request, refusal, logger).ConfigureAwait(false);
        else if (RevocationStream.IsAskedFor(request.Http.Request))
            await StreamAsync(request, after).ConfigureAwait(false);
        else
            await AnswerAsync(request, after, TimeSpan.FromSeconds(wait ?? 0)).ConfigureAwait(false);
    }

    private async Task AnswerAsync(TenantRequest request, long? after, TimeSpan wait)
    {
        // Who does not wait takes no place; one that has heard of an epoch that is not here yet does wait.
        var waits = after is { } known && (wait > TimeSpan.Zero || known > request.Tenant.RevocationHistory.Epoch);
        using var slot = waits ? slots.TryTake(request.Tenant.Id, request.Source) : null;
        if (waits && slot is null)
        {
            await RefuseToWaitAsync(request).ConfigureAwait(false);
            return;
        }

        var document = await polls.AnswerAsync(request.Tenant, after, wait, lifetime.ApplicationStopping, request.Http.RequestAborted).ConfigureAwait(false);
        var response = request.Http.Response;
        OAuthAnswer.DoNotStore(response);
        response.ContentType = MediaType;
        response.ContentLength = document.Jws.Length;
        await SharedBytes.WriteAsync(response.BodyWriter, document.Jws, request.Http.RequestAborted).ConfigureAwait(false);
    }

    private async Task StreamAsync(TenantRequest request, long? after)
    {
        using var slot = slots.TryTake(request.Tenant.Id, request.Source);
        if (slot is null)
            await RefuseToWaitAsync(request).ConfigureAwait(false);
        else
            await stream.WriteAsync(request, after).ConfigureAwait(false);
    }

    private Task RefuseToWaitAsync(TenantRequest request)
    {
        RequestLog.Unavailable(logger, request.CorrelationId, "Too many wait for revocations.");
        return OAuthAnswer.UnavailableAsync(request.Http);
    }

    private static bool TryNumber(string? text, long most, out long? number)
    {
        number = null;
        if (text is null)
            return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > most)
            return false;
        number = value;
        return true;
    }
}
