using Argus.Authority;
using Argus.Authority.Authorization;
using Argus.Authority.Devices;
using Argus.Authority.PersonalData;
using Argus.Authority.Sessions;
using Argus.Domain.Consents;
using Argus.Domain.Devices;
using Argus.Server.Pages;
using Argus.Server.Protocol.Authorization;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Device;

/// <summary>The pages that a device's user walks through, and what their forms are good for.</summary>
internal sealed class DevicePages(UserPeople people, FormGuard guard, Issuers issuers)
{
    /// <param name="request">The request.</param>
    /// <param name="typed">What the field holds already, if it can be a code.</param>
    /// <param name="failed">Whether the last code was refused.</param>
    public Task AskForCodeAsync(TenantRequest request, string? typed, bool failed = false)
    {
        var code = UserCode.TryParse(typed, out var parsed) ? parsed.Value : null;
        return WriteAsync(request, new DeviceCodePage(request.Tenant.State.DisplayName, ActionOf(request), guard.TokenFor(request), code, failed));
    }

    public Task AskToSignInAsync(TenantRequest request, WaitingDevice device, string? username = null, bool failed = false) => WriteAsync(
        request,
        new SignInPage(request.Tenant.State.DisplayName, device.ClientName, ActionOf(request), guard.TokenFor(request), username, failed, Providers: []));

    public async Task AskToAllowAsync(TenantRequest request, WaitingDevice device, BrowserSession session)
    {
        var access = new AskedAccess(device.Asked.Scope, device.Asked.Resources);
        await WriteAsync(request, new DeviceConfirmPage(
            request.Tenant.State.DisplayName,
            device.ClientName,
            await people.NameAsync(request.Tenant, session.State.Subject).ConfigureAwait(false) ?? "",
            ActionOf(request),
            guard.TokenFor(request, Binding(session, device.Code)),
            device.Code.Value,
            ScopeTexts.Of(request.Tenant, access, ConsentState.Initial))).ConfigureAwait(false);
    }

    public static Task SayDoneAsync(TenantRequest request, bool allowed) => WriteAsync(request, new DeviceDonePage(request.Tenant.State.DisplayName, allowed));

    /// <summary>Whether a page of this browser sent the form.</summary>
    public bool IsOwnForm(TenantRequest request, Form form) => guard.Holds(request, form);

    /// <summary>Whether the page that showed this session what the device with the code asks for sent the form.</summary>
    public bool IsOwnForm(TenantRequest request, Form form, BrowserSession session, UserCode code) => guard.Holds(request, form, Binding(session, code));

    /// <summary>The path that all forms are posted to.</summary>
    public string ActionOf(TenantRequest request) => issuers.PathOf(request.Tenant) + DeviceVerifyEndpoint.Path;

    private static string Binding(BrowserSession session, UserCode code) => $"{session.Id}/{code}";

    /// <summary>A form here may lead on to the host application, where users sign in there.</summary>
    private static Task WriteAsync(TenantRequest request, Page page) =>
        PageAnswer.WriteAsync(request.Http, StatusCodes.Status200OK, page, request.Tenant.State.HandoffUri is { } uri ? [FormTarget.Of(new Uri(uri))] : []);
}
