using Argus.Authority.Devices;
using Argus.Authority.Sessions;
using Argus.Authority.SignIn;
using Argus.Server.Protocol.Authorization;
using Argus.Server.Protocol.Shared;
using Argus.Server.Protocol.SignIn;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.Device;

/// <summary>The step in which a device's user says who they are: here, or at the host application.</summary>
internal sealed class DeviceSignIn(PasswordForm passwords, HandoffSignIn handoff, DevicePages pages)
{
    public Task AskAsync(TenantRequest request, WaitingDevice device) => HandoffSignIn.IsAskedFor(request)
        ? handoff.BeginAsync(request, new SignInDemand(device.Asked.ClientId, device.Asked.Scope, DeviceVerifyEndpoint.Path))
        : pages.AskToSignInAsync(request, device);

    /// <summary>Takes the page's form. Who signed in goes on with the walk.</summary>
    public async Task TakeAsync(TenantRequest request, WaitingDevice device, Form form, BrowserSession? current)
    {
        var next = HandoffSignIn.IsAskedFor(request) ? AskAsync(request, device)
            : await passwords.TakeAsync(request, form, current, asked: null).ConfigureAwait(false)
            ? AuthorizationAnswer.SendOnAsync(request, pages.ActionOf(request))
            : pages.AskToSignInAsync(request, device, form.Text("username"), failed: true);
        await next.ConfigureAwait(false);
    }
}
