using Argus.Server.Protocol.Authorization;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Device;

/// <summary>
/// Where a device asks to be let in (RFC 8628 §3.1), by POST; and where its user types the code that it shows (§3.3), by GET. To show the page looks nothing up:
/// a link with a code in it tells nobody whether the code is right.
/// </summary>
internal sealed class DeviceEndpoint(DeviceAuthorization authorization, DevicePages pages, AuthorizationAnswer answer) : IEndpoint
{
    public const string Path = "/oauth/device";

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Get, HttpMethods.Post];

    public Task HandleAsync(TenantRequest request)
    {
        if (HttpMethods.IsPost(request.Http.Request.Method))
            return authorization.AnswerAsync(request);
        return QueryReader.Read(request, out var refusal) is { } parameters
            ? pages.AskForCodeAsync(request, parameters.Text("user_code"))
            : answer.ShowAsync(request, refusal!);
    }
}
