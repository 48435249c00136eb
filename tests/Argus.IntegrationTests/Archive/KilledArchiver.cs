using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.QuickStart;
using Npgsql;

namespace Argus.IntegrationTests.Archive;

/// <summary>The node of an <see cref="ArchiveStory"/> as a process, on today's clock: it is killed at some point of its work, and another one takes its place.</summary>
internal sealed class KilledArchiver(ArchiveStory story) : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(2) };
    private ServerProcess? _server;
    private Uri _url = null!;
    private string _token = "";

    /// <summary>Has a fresh process do a piece of work, and kills it there.</summary>
    /// <param name="path">Of the Admin API, which is asked to do it.</param>
    /// <param name="body">What it is told.</param>
    /// <param name="point">Where it dies.</param>
    /// <returns>False if it was done before it came there.</returns>
    public async Task<bool> DieAsync(string path, string body, KillPoint point)
    {
        await StartAsync();
        bool isDead;
        await using (await BrakeAsync(point.Brake))
        {
            var work = PostAsync(path, body);
            await Eventually.Holds(point.ToString(), Bound, async () => work.IsCompleted || await point.IsReached(story));
            isDead = !work.IsCompleted;
            await _server!.KillAsync();
            await work.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        await UntilNobodyIsAtWorkAsync();
        return isDead;
    }

    /// <summary>Has a process do a piece of work to its end.</summary>
    public async Task<JsonElement> DoAsync(string path, string body)
    {
        if (_server is not { HasExited: false })
            await StartAsync();
        using var answer = await PostAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync(ArchiveStory.Cancellation);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _http.Dispose();
    }

    private async Task StartAsync()
    {
        await DisposeServerAsync();
        _url = new Uri($"http://127.0.0.1:{Ports.Free().ToString(CultureInfo.InvariantCulture)}");
        _server = ServerProcess.Launch(Path.GetTempPath(), null, null, ["--urls", _url.ToString(), .. story.Settings]);
        await _server.PrintsAsync("Get one and introspect it");
        var resource = $"{story.Settings[1].TrimEnd('/')}/admin";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_url, "/t/system/oauth/token"));
        request.Headers.Authorization = Known.Administrator.Basic;
        request.Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("resource", resource)]);
        using var answer = await _http.SendAsync(request, ArchiveStory.Cancellation);
        var text = await answer.Content.ReadAsStringAsync(ArchiveStory.Cancellation);
        Assert.True(answer.IsSuccessStatusCode, text);
        _token = JsonDocument.Parse(text).RootElement.GetProperty("access_token").GetString()!;
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_url, AdminApi.Root + path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _http.SendAsync(request, ArchiveStory.Cancellation);
    }

    /// <summary>Holds what the work will have to wait for.</summary>
    private async Task<IAsyncDisposable?> BrakeAsync(string? sql)
    {
        if (sql is null)
            return null;
        var connection = await story.Owner.OpenConnectionAsync(ArchiveStory.Cancellation);
        await using var command = new NpgsqlCommand($"begin; {sql}", connection);
        await command.ExecuteNonQueryAsync(ArchiveStory.Cancellation);
        return new Brake(connection);
    }

    /// <summary>What a process had sent before it died is still carried out, a commit too.</summary>
    private Task UntilNobodyIsAtWorkAsync() => Eventually.Holds("the database is quiet", Bound, async () => await story.TextAsync(
        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'") == "0");

    private async Task DisposeServerAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private sealed class Brake(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (var command = new NpgsqlCommand("rollback", connection))
                await command.ExecuteNonQueryAsync();
            await connection.DisposeAsync();
        }
    }
}

/// <summary>A moment of a piece of work.</summary>
/// <param name="Name">What is going on.</param>
/// <param name="Brake">What is held in a transaction meanwhile, so that the work does not get past it; null: nothing.</param>
/// <param name="IsReached">Whether the work is there.</param>
internal sealed record KillPoint(string Name, string? Brake, Func<ArchiveStory, Task<bool>> IsReached)
{
    /// <summary>With at least so many files in the archive.</summary>
    public static KillPoint Files(int count) => new($"{count} files", null, story => Task.FromResult(
        Directory.EnumerateFiles(story.ArchiveDirectory, "*", SearchOption.AllDirectories).Count() >= count));

    /// <summary>Waiting for what the brake holds.</summary>
    public static KillPoint Braked(string name, string brake) => new(name, brake, async story => await story.TextAsync(
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") != "0");

    /// <summary>Once a query answers true.</summary>
    public static KillPoint Once(string name, string query) => new(name, null, async story => await story.TextAsync(query) == "True");

    /// <summary>So long after it was asked, wherever it is then.</summary>
    public static KillPoint After(TimeSpan time)
    {
        var since = TimeProvider.System.GetTimestamp();
        return new($"{time} later", null, _ => Task.FromResult(TimeProvider.System.GetElapsedTime(since) >= time));
    }

    public override string ToString() => Name;
}
