using System.Text;
using Argus.Authority.RevocationFeed;
using Argus.Domain.Kernel;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;
using Microsoft.Net.Http.Headers;

namespace Argus.Server.Protocol.RevocationFeed;

/// <summary>Poll-based delivery of Security Event Tokens (RFC 8936) to clients that serve a resource.</summary>
internal sealed class SignalPollEndpoint(
    ClientAuthentication authentication, SignalPolls polls, PollSlots slots, IHostApplicationLifetime lifetime, ILogger<SignalPollEndpoint> logger) : IEndpoint
{
    public const string Path = "/ssf/poll";

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Post];

    public async Task HandleAsync(TenantRequest request)
    {
        if (await SignalReceiver.FindAsync(request, authentication, logger).ConfigureAwait(false) is not { } receiver)
            return;
        BoundedBody.Check(request.Http.Request, FormReader.LargestBody);
        var body = await BoundedBody.ReadAsync(request.Http.Request, FormReader.LargestBody).ConfigureAwait(false);
        if (!IsJson(request.Http.Request.ContentType))
            await OAuthAnswer.ErrorAsync(request.Http, StatusCodes.Status415UnsupportedMediaType, "invalid_request", "The content type must be application/json.").ConfigureAwait(false);
        else if (SignalPollReader.Read(body, receiver, out var poll) is { } refusal)
            await OAuthAnswer.RefuseAsync(request, refusal, logger).ConfigureAwait(false);
        else
            await AnswerAsync(request, receiver, poll!).ConfigureAwait(false);
    }

    private async Task AnswerAsync(TenantRequest request, ClientId receiver, SignalPoll poll)
    {
        using var slot = slots.TryTake(request.Tenant.Id, request.Source);
        if (slot is null)
        {
            RequestLog.Unavailable(logger, request.CorrelationId, "Too many wait for revocations.");
            await OAuthAnswer.UnavailableAsync(request.Http).ConfigureAwait(false);
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, request.Http.RequestAborted);
        var answer = await polls.AnswerAsync(request.Tenant, receiver, poll, request.Origin($"client:{receiver}"), stop.Token).ConfigureAwait(false);
        await OAuthAnswer.JsonAsync(request.Http, answer, static (json, answer) =>
        {
            json.WriteStartObject("sets"u8);
            foreach (var (jti, jws) in answer.Sets)
                json.WriteString(jti, Encoding.ASCII.GetString(jws.Span));
            json.WriteEndObject();
            json.WriteBoolean("moreAvailable"u8, answer.HasMore);
        }).ConfigureAwait(false);
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
}
