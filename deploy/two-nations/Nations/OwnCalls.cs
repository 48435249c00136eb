using Microsoft.Extensions.DependencyInjection;

namespace Argus.TwoNations.Nations;

/// <summary>The HTTP clients of a nation's own people: its operator, and its service when it calls abroad for itself. The library gets their tokens.</summary>
internal sealed class OwnCalls : IAsyncDisposable
{
    private const string Operation = "operation";
    private const string Reading = "reading abroad";
    private const string Writing = "writing abroad";

    private readonly ServiceProvider _services;
    private readonly IHttpClientFactory _clients;
    private readonly string _nation;

    public OwnCalls(Nation own, Nation other)
    {
        _nation = own.Names.Nation;
        var services = new ServiceCollection();
        services.AddArgusTokenClient(options => own.Describe(options));
        services.AddArgusTokenClient(Operator.ClientId, options =>
        {
            options.Issuer = own.At.SystemIssuer;
            options.ClientId = Operator.ClientId;
            options.SigningKey = own.Operation.Key;
        });
        services.AddHttpClient(Operation, http => http.BaseAddress = own.At.Authority).AddArgusTokenFrom(Operator.ClientId, own.At.Admin);
        services.AddHttpClient(Reading, http => http.BaseAddress = other.At.Api).AddArgusToken(other.Names.Api, NationNames.Read);
        services.AddHttpClient(Writing, http => http.BaseAddress = other.At.Api).AddArgusToken(other.Names.Api, NationNames.Read, NationNames.Write);
        _services = services.BuildServiceProvider();
        _clients = _services.GetRequiredService<IHttpClientFactory>();
    }

    public Operator Operator => new(_clients.CreateClient(Operation), _nation);

    /// <summary>The service reads the other nation's reports.</summary>
    public async Task<Reply> ReadAsync(CancellationToken stop)
    {
        using var http = _clients.CreateClient(Reading);
        using var response = await http.GetAsync(NationApi.Reports, stop);
        return await Reply.ReadAsync(response, stop);
    }

    /// <summary>The service writes a report there, with a token of its own nation that says it may.</summary>
    public async Task<Reply> WriteAsync(CancellationToken stop)
    {
        using var http = _clients.CreateClient(Writing);
        using var response = await http.PostAsync(NationApi.Reports, content: null, stop);
        return await Reply.ReadAsync(response, stop);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
