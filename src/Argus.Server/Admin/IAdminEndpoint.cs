namespace Argus.Server.Admin;

/// <summary>One or a few endpoints of the Admin API that belong together.</summary>
internal interface IAdminEndpoint
{
    /// <param name="root">What lies under <see cref="AdminApi.Root"/>.</param>
    void Map(RouteGroupBuilder root);
}
