using System.Diagnostics;
using Argus.Benchmarks.Machine;

namespace Argus.Benchmarks.Nodes;

/// <summary>The node under test: the Release build in a process of its own, with the private PostgreSQL that it starts itself.</summary>
internal sealed class Node : IAsyncDisposable
{
    /// <summary>A thousand tenants are a thousand keys, which two cores take a minute or two to make.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Stopwatch sinceStart = Stopwatch.StartNew();
    private readonly ChildProcess process;

    private Node(string server, Site site, (string Name, string Value)[] more)
    {
        Site = site;
        process = ChildProcess.Start("dotnet", ["exec", server, "--urls", site.Url], Path.GetDirectoryName(server)!,
            [("DOTNET_ENVIRONMENT", "Production"), ("Argus__PublicUrl", site.Url),
            ("Argus__DataDirectory", site.DataDirectory), ("Argus__Provisioning", site.Provisioning),
            ("Argus__AdminSecret", site.Administrator.Secret), .. more]);
    }

    public Site Site { get; }

    public double ResidentMebibytes => ProcessTree.ResidentMebibytes(process.Pid);

    public PrivatePostgres Postgres => new(Site.DataDirectory);

    /// <summary>The node, and the postmaster, which may have left the node's process tree.</summary>
    public IReadOnlyCollection<int> Roots => Postgres.Postmaster is { } postmaster ? [process.Pid, postmaster] : [process.Pid];

    /// <param name="more">Environment variables: what configures it beyond its site.</param>
    public static Node Start(Stage stage, string server, Site site, params (string Name, string Value)[] more) => stage.Add(new Node(server, site, more));

    /// <summary>Waits for the first 200, and returns the time from the start of the process to it.</summary>
    public async Task<TimeSpan> FirstAnswerAsync(Stage stage, Func<HttpRequestMessage> request)
    {
        await FirstAnswer.WaitAsync(process, stage, request, Patience);
        return sinceStart.Elapsed;
    }

    /// <summary>Waits until it says that it is ready; as <see cref="FirstAnswerAsync"/>.</summary>
    public Task<TimeSpan> ReadyAsync(Stage stage) =>
        FirstAnswerAsync(stage, () => new HttpRequestMessage(HttpMethod.Get, Site.Url + "/health/ready"));

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        await Postgres.EndWhatIsLeftAsync();
    }
}
