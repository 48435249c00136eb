using System.Globalization;
using System.Net;
using System.Text;
using Argus.Cli.Connecting;
using Argus.Log.Checkpoints;
using Argus.Log.Exports;
using Argus.Log.Tiles;

namespace Argus.Cli.Audit.Exporting;

/// <summary>What an export asks a node for. Takes as long as it takes: an access token that has ended is replaced, and a node that is away for a moment is asked again.</summary>
internal sealed class ExportSource(NodeHttp http, Target target)
{
    private const int MostTries = 5;
    private const string RefusedHeader = "Argus-Checkpoint-Refused";

    private readonly SemaphoreSlim _connecting = new(1);
    private AdminClient? _admin;

    /// <summary>The tenant's issuer.</summary>
    public async Task<string> IssuerAsync(CancellationToken cancellation) =>
        (await Issuer.DiscoverAsync(http, target.Url, target.Tenant, cancellation).ConfigureAwait(false)).Name;

    /// <summary>The log's keys, which are public.</summary>
    public async Task<(byte[] Bytes, LogKeyHistory Keys)> KeysAsync(string issuer, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{issuer}/log/keys");
        var answer = await http.SendAsync(request, isReport: false, cancellation).ConfigureAwait(false);
        answer.ThrowUnlessDone();
        return LogKeyHistory.TryParse(answer.Body, out var keys, out var fault) ? (answer.Body, keys)
            : throw CommandFailure.Refused("keys_unreadable", $"{issuer}/log/keys is no history of a log's keys: {fault}");
    }

    /// <summary>The latest checkpoint, or that of a size; and why the head is not signed, if it is not.</summary>
    public async Task<(byte[] Note, string? Refused)> CheckpointAsync(long? size, CancellationToken cancellation)
    {
        var answer = await GetAsync($"log/checkpoint{Query.Of(("size", Text(size)))}", cancellation).ConfigureAwait(false);
        answer.ThrowUnlessDone();
        return (answer.Body, answer.Headers?.TryGetValues(RefusedHeader, out var reasons) == true ? reasons.First() : null);
    }

    /// <summary>A checkpoint that covers an entry; the node signs one, if there is none.</summary>
    public async Task<byte[]> CoveringAsync(long position, CancellationToken cancellation)
    {
        var proof = (await GetAsync($"log/proof{Query.Of(("position", Text(position)))}", cancellation).ConfigureAwait(false)).Json();
        return Encoding.UTF8.GetBytes(proof.Text("checkpoint") ?? throw CommandFailure.Unreachable("A proof came without its checkpoint."));
    }

    /// <summary>The end of the log, and checkpoints behind a size, smallest first.</summary>
    public async Task<(long HeadSize, byte[] HeadRoot, IReadOnlyList<(long Size, byte[] Note)> Checkpoints)> CheckpointsAsync(long after, CancellationToken cancellation)
    {
        var page = (await GetAsync($"log/checkpoints{Query.Of(("after", Text(after)), ("limit", "1000"))}", cancellation).ConfigureAwait(false)).Json();
        try
        {
            var head = page.GetProperty("head");
            return (head.GetProperty("size").GetInt64(), head.GetProperty("root").GetBytesFromBase64(),
                [.. page.Items("items").Select(item => (item.GetProperty("size").GetInt64(), Encoding.UTF8.GetBytes(item.GetProperty("note").GetString()!)))]);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentNullException)
        {
            throw CommandFailure.Unreachable("The list of checkpoints is not what the node would say: is this Argus?", e);
        }
    }

    /// <summary>What the node's projections are; none from a node that does not tell.</summary>
    public async Task<IReadOnlyList<ExportedProjection>> ProjectionsAsync(CancellationToken cancellation)
    {
        var answer = await GetAsync("projections", cancellation).ConfigureAwait(false);
        if (answer.Status == (int)HttpStatusCode.NotFound)
            return [];
        var projections = new List<ExportedProjection>();
        foreach (var item in answer.Json().Items("items"))
        {
            if (item.Text("name") is { } name && item.Text("digest") is { } digest && item.TryGetProperty("position", out var position) && position.TryGetInt64(out var at))
                projections.Add(new ExportedProjection(name, at, digest));
        }

        return projections;
    }

    /// <exception cref="CommandFailure">There is none, or the node is away for too long.</exception>
    public async Task<byte[]> TileAsync(TilePath tile, CancellationToken cancellation)
    {
        var answer = await GetAsync($"log/{tile}", cancellation).ConfigureAwait(false);
        answer.ThrowUnlessDone();
        return answer.Body;
    }

    private async Task<Answer> GetAsync(string path, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            var admin = await AdminAsync(cancellation).ConfigureAwait(false);
            try
            {
                // A bundle may be larger than an ordinary answer, and may take its time.
                var answer = await admin.GetAsync($"/tenants/{target.Tenant}/{path}", cancellation, isReport: true).ConfigureAwait(false);
                if (answer.Status == (int)HttpStatusCode.Unauthorized && tries < MostTries)
                    await RenewAsync(admin, cancellation).ConfigureAwait(false);
                else if (answer.Status < 500 || tries >= MostTries)
                    return answer;
            }
            catch (CommandFailure failure) when (failure.ExitCode == ExitCode.Unreachable && tries < MostTries)
            {
                // A node that starts again is back in a moment.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100 << tries), cancellation).ConfigureAwait(false);
        }
    }

    private async Task<AdminClient> AdminAsync(CancellationToken cancellation)
    {
        if (_admin is { } admin)
            return admin;
        await RenewAsync(null, cancellation).ConfigureAwait(false);
        return _admin!;
    }

    /// <summary>One of those that find the token ended gets another.</summary>
    private async Task RenewAsync(AdminClient? ended, CancellationToken cancellation)
    {
        await _connecting.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_admin == ended)
                _admin = await AdminClient.ConnectAsync(http, target, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
