using Argus.Benchmarks.Load;
using Argus.Benchmarks.Machine;

namespace Argus.Benchmarks.Nodes;

/// <summary>What stays when a node is started again: its address, its data and its tenants.</summary>
internal sealed class Site
{
    private readonly Provisioned provisioned;

    private Site(Stage stage, Provisioned provisioned)
    {
        this.provisioned = provisioned;
        DataDirectory = stage.NewPath();
        Provisioning = stage.NewPath();
        provisioned.Write(Provisioning);
        TokenLoad = new LoadCall(Url, 64, PreparedPost.Write(stage.NewPath(), "\"access_token\":\"", provisioned.TokenRequests()));
    }

    public string Url { get; } = Loopback.Url(Loopback.FreePort());

    public ProvisionedClient Administrator { get; } = ProvisionedClient.Create("argus-admin");

    public string DataDirectory { get; }

    public string Provisioning { get; }

    public ProvisionedTenant FirstTenant => provisioned.First;

    /// <summary>Token requests of all its clients in turn, over 64 connections.</summary>
    public LoadCall TokenLoad { get; }

    public static Site Create(Stage stage, int tenants, int clientsEach) => new(stage, Provisioned.Create(tenants, clientsEach));

    /// <summary>One tenant, with a user who signs in.</summary>
    public static Site Create(Stage stage, ProvisionedUser user) => new(stage, Provisioned.Create(user));

    public HttpRequestMessage FirstTokenRequest() => provisioned.TokenRequests().First().ToRequest(Url);
}
