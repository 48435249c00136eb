using Argus.Authority;
using Argus.Authority.Authorization;
using Argus.Authority.SignIn;
using Argus.Server.Protocol.Authorization;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;

namespace Argus.Server.Protocol.SignIn;

/// <summary>How a browser goes on that comes back from the host application. Where to stands in the log, and not in what the browser brings.</summary>
internal sealed class HandoffReturn(AuthorizationRequests requests, AuthorizationAnswer answer, Issuers issuers)
{
    /// <summary>Signed in: where it was.</summary>
    public Task GoOnAsync(TenantRequest request, OpenedHandoff asked) => AuthorizationAnswer.SendOnAsync(request, issuers.PathOf(request.Tenant) + asked.ReturnTo);

    /// <summary>Not signed in: the client is told so, if the browser came from one by a request that still is one.</summary>
    public async Task RejectAsync(TenantRequest request, OpenedHandoff asked)
    {
        var denied = new OAuthRefusal("handoff_rejected", "access_denied", "The user was not let in.");
        var form = QueryReader.Read(QueryReader.Of(asked.ReturnTo), out _);
        var reading = asked.Asked.Request is null || form is null
            ? default
            : await requests.ReadAsync(request.Tenant, ArrivedRequest.ParametersOf(form)).ConfigureAwait(false);
        await (reading.Return is { } to ? answer.RefuseAsync(request, to, denied) : answer.ShowAsync(request, denied)).ConfigureAwait(false);
    }
}
