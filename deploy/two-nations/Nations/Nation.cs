using Argus.ResourceServer;

namespace Argus.TwoNations.Nations;

/// <summary>A nation: its own deployment of Argus with its own database, its API, and its people. It has nothing of the other but addresses and public keys.</summary>
internal sealed class Nation(NationNames names) : IAsyncDisposable
{
    private ServerProcess? _server;
    private OwnCalls? _calls;
    private NationApi? _api;

    public NationNames Names => names;

    public Addresses At { get; } = Addresses.Free(names.Nation);

    /// <summary>Of the service: the same at home and abroad.</summary>
    public Identity Service { get; } = new();

    /// <summary>Of the operator.</summary>
    public Identity Operation { get; } = new();

    public OwnCalls Calls => _calls ?? throw new InvalidOperationException($"{names.Nation} has not been founded.");

    public Operator Operator => Calls.Operator;

    public int ServerId => _server?.Id ?? 0;

    /// <summary>Starts the deployment; <see cref="ServesAsync"/> waits for it.</summary>
    /// <returns>The document that it starts with.</returns>
    public string Found(Nation other, string directory)
    {
        _calls = new OwnCalls(this, other);
        var document = ProvisioningDocument.Of(this, other, Operation.PublicJwks);
        _server = ServerProcess.Start(At, directory, document);
        return document;
    }

    public Task ServesAsync(HttpClient http, CancellationToken stop) => _server!.ServesAsync(At, http, stop);

    public async Task OpenApiAsync(Nation other, CancellationToken stop) => _api = await NationApi.StartAsync(this, other, stop);

    /// <summary>The service, as the library's options have it.</summary>
    public void Describe(ArgusClientOptions options)
    {
        options.Issuer = At.Issuer;
        options.ClientId = names.Service;
        options.SigningKey = Service.Key;
    }

    public override string ToString() => names.Nation;

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
            await _api.DisposeAsync();
        if (_calls is not null)
            await _calls.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        Service.Dispose();
        Operation.Dispose();
    }
}
