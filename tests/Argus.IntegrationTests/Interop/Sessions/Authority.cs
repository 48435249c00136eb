namespace Argus.IntegrationTests.Interop.Sessions;

/// <summary>A server that the participants have their sessions at.</summary>
public abstract class Authority : IAsyncLifetime
{
    private SpaSite? _site;

    internal NpmClients Npm { get; } = new();

    /// <summary>Byte for byte.</summary>
    internal abstract string Issuer { get; }

    /// <summary>Whether its access tokens are those of RFC 9068.</summary>
    internal abstract bool SignsAccessTokens { get; }

    internal SpaSite Site => _site!;

    public async ValueTask InitializeAsync()
    {
        await Npm.InitializeAsync();
        if (!Npm.AreHere)
            return;
        _site = await SpaSite.StartAsync(Npm.Directory);
        await StartAsync();
        _site.Settings = new { Issuer, ClientId = Participants.Spa, Participants.Scope, Participants.Resource };
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_site is null)
            return;
        await StopAsync();
        await _site.DisposeAsync();
    }

    private protected abstract Task StartAsync();

    private protected abstract ValueTask StopAsync();
}
