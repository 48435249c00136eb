using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Interop.ServiceToService;

/// <summary>The same node and an API behind nginx. Where there is no nginx its tests are skipped, but not by a build server.</summary>
public sealed class ProxiedAuthority(TestPostgres postgres) : ServiceAuthority(postgres)
{
    private readonly (int Known, int Unknown, int Api) _ports = (Ports.Free(), Ports.Free(), Ports.Free());
    private BoundApi _api = null!;
    private Nginx? _nginx;

    internal override string MachinesUrl => At(_ports.Known);

    /// <summary>nginx as well, but it shows the node no certificate of its own.</summary>
    internal string UnknownProxyUrl => At(_ports.Unknown);

    internal string ApiUrl => At(_ports.Api);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _api = await BoundApi.StartAsync(Issuer, forwarded: Header);
        _nginx = await Nginx.StartAsync(Files, new Sites(_ports.Known, _ports.Unknown, _ports.Api, TlsUrl, _api.Url), Server, Proxy);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_nginx is not null)
            await _nginx.DisposeAsync();
        await _api.DisposeAsync();
        await base.DisposeAsync();
    }

    internal void SkipWhenMissing()
    {
        const string missing = "There is no nginx on this machine.";
        if (_nginx is null && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(missing);
        Assert.SkipWhen(_nginx is null, missing);
    }

    private static string At(int port) => $"https://127.0.0.1:{port}";
}

[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit's word.
public sealed class ProxiedCollection : ICollectionFixture<ProxiedAuthority>
#pragma warning restore CA1711
{
    public const string Name = "services behind nginx";
}
