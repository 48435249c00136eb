using Argus.Authority.Devices;
using Argus.Authority.Sessions;
using Argus.Authority.Views;
using Argus.Domain.Devices;
using Argus.Server.Protocol.Authorization;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Device;

/// <summary>
/// The walk from a device's code over sign-in to a decision (RFC 8628 §3.3). Between the steps the browser keeps the code in a cookie, and each step looks it up
/// anew. The user is asked whatever they allowed the client before: the device may be anybody's (§5.4).
/// </summary>
internal sealed class DeviceVerifyEndpoint(
    WaitingDevices devices, DeviceDecisions decisions, DevicePages pages, DeviceSignIn signIn, SessionCookie sessions, DeviceCookie cookie, AuthorizationAnswer answer, FeedFollower views)
    : IEndpoint
{
    public const string Path = "/oauth/device/verify";

    public IReadOnlyList<string> Paths { get; } = [Path];

    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Get, HttpMethods.Post];

    public async Task HandleAsync(TenantRequest request)
    {
        views.ThrowIfTooOldToIssue();
        var session = await sessions.FindAsync(request).ConfigureAwait(false);
        await (HttpMethods.IsPost(request.Http.Request.Method) ? TakeAsync(request, session) : GoOnAsync(request, session)).ConfigureAwait(false);
    }

    /// <summary>The page of the next step.</summary>
    private async Task GoOnAsync(TenantRequest request, BrowserSession? session)
    {
        if (cookie.Read(request) is not { } code)
        {
            await pages.AskForCodeAsync(request, null).ConfigureAwait(false);
            return;
        }

        var device = await FindAsync(request, code, session).ConfigureAwait(false);
        await ((device, session) switch
        {
            (null, _) => pages.AskForCodeAsync(request, code, failed: true),
            (_, null) => signIn.AskAsync(request, device),
            _ => pages.AskToAllowAsync(request, device, session),
        }).ConfigureAwait(false);
    }

    private async Task TakeAsync(TenantRequest request, BrowserSession? session)
    {
        var (form, malformed) = await FormReader.ReadAsync(request.Http.Request).ConfigureAwait(false);
        await ((form, malformed) switch
        {
            (_, { } refusal) => answer.ShowAsync(request, refusal),
            ({ } sent, _) when sent.Text("decision") is { } decision => DecideAsync(request, sent, session, decision),
            ({ } sent, _) when !pages.IsOwnForm(request, sent) => answer.ShowForeignFormAsync(request),
            ({ } sent, _) when sent.Text("username") is not null => SignInAsync(request, sent, session),
            _ => TakeCodeAsync(request, form!.Text("user_code"), session),
        }).ConfigureAwait(false);
    }

    private async Task TakeCodeAsync(TenantRequest request, string? typed, BrowserSession? session)
    {
        if (await FindAsync(request, typed, session).ConfigureAwait(false) is not { } device)
        {
            await pages.AskForCodeAsync(request, typed, failed: true).ConfigureAwait(false);
            return;
        }

        cookie.Write(request, device.Code);
        await AuthorizationAnswer.SendOnAsync(request, pages.ActionOf(request)).ConfigureAwait(false);
    }

    private async Task SignInAsync(TenantRequest request, Form form, BrowserSession? session)
    {
        var code = cookie.Read(request);
        var device = await FindAsync(request, code, session).ConfigureAwait(false);
        await (device is null ? pages.AskForCodeAsync(request, code, failed: true) : signIn.TakeAsync(request, device, form, session)).ConfigureAwait(false);
    }

    private async Task DecideAsync(TenantRequest request, Form form, BrowserSession? session, string decision)
    {
        if (session is null || !UserCode.TryParse(form.Text("user_code"), out var code) || !pages.IsOwnForm(request, form, session, code))
        {
            await answer.ShowForeignFormAsync(request).ConfigureAwait(false);
            return;
        }

        var isAllowed = decision == "allow";
        var isDone = await FindAsync(request, code.Value, session).ConfigureAwait(false) is { } device
            && await TellAsync(request, device, session, isAllowed).ConfigureAwait(false);
        cookie.Delete(request);
        await (isDone ? DevicePages.SayDoneAsync(request, isAllowed) : pages.AskForCodeAsync(request, null, failed: true)).ConfigureAwait(false);
    }

    private ValueTask<bool> TellAsync(TenantRequest request, WaitingDevice device, BrowserSession session, bool isAllowed)
    {
        var origin = request.Origin($"user:{session.State.Subject}");
        return isAllowed ? decisions.AllowAsync(request.Tenant, device, session, origin) : decisions.DenyAsync(request.Tenant, device, origin);
    }

    private ValueTask<WaitingDevice?> FindAsync(TenantRequest request, string? typed, BrowserSession? session) =>
        devices.FindAsync(request.Tenant, typed, request.Source, session?.Id);
}
