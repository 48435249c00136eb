using Argus.Authority;

namespace Argus.IntegrationTests.Http.Driving;

/// <summary>The Admin API of a node that was started with <see cref="Known.AdminSettings"/>, as its administrator uses it.</summary>
internal sealed class AdminApi(TestNode node)
{
    public const string Root = "/admin/v1";

    // Of the five minutes that a token lives; a collection of tests may take longer.
    private static readonly TimeSpan Renewed = TimeSpan.FromMinutes(2);

    private (string Token, long Since)? _held;

    /// <summary>The resource that its tokens are for.</summary>
    public string Resource => $"{node.Service<Issuers>().PublicUrl}/admin";

    /// <summary>A token of the administrator, with all its scopes if not told otherwise.</summary>
    public async Task<string> TokenAsync(string? scope = null)
    {
        var more = $"&resource={Client.Form(Resource)}{(scope is null ? "" : $"&scope={scope}")}";
        var reply = await node.TokenAsync("/t/system", Known.Administrator, more);
        return reply.AccessToken;
    }

    /// <param name="path">Below <see cref="Root"/>.</param>
    public async Task<Reply> GetAsync(string path) => await node.GetAsync(Root + path, await AuthorizationAsync());

    /// <param name="path">Below <see cref="Root"/>.</param>
    /// <param name="json">The body; null for none.</param>
    public async Task<Reply> PostAsync(string path, string? json = null) => await node.PostJsonAsync(Root + path, json, headers: await AuthorizationAsync());

    /// <param name="path">Below <see cref="Root"/>.</param>
    /// <param name="json">The body.</param>
    public async Task<Reply> PutAsync(string path, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Root + path) { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
        var (name, value) = await AuthorizationAsync();
        Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await node.SendAsync(request);
    }

    /// <param name="path">Below <see cref="Root"/>.</param>
    public async Task<Reply> DeleteAsync(string path) => await node.SendAsync(HttpMethod.Delete, Root + path, await AuthorizationAsync());

    public static (string Name, string Value) Bearer(string token) => ("Authorization", $"Bearer {token}");

    public async Task<(string Name, string Value)> AuthorizationAsync() => Bearer(await HeldAsync());

    private async Task<string> HeldAsync()
    {
        if (_held is not { } held || TimeProvider.System.GetElapsedTime(held.Since) > Renewed)
            _held = held = (await TokenAsync(), TimeProvider.System.GetTimestamp());
        return held.Token;
    }
}
