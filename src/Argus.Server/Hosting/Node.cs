using Argus.Authority.Archive;
using Argus.Authority.Audit;
using Argus.Authority.Checkpoints;
using Argus.Authority.Clients;
using Argus.Authority.Families;
using Argus.Authority.Federation;
using Argus.Authority.Keys;
using Argus.Authority.Logouts;
using Argus.Authority.PersonalData;
using Argus.Authority.Provisioning;
using Argus.Authority.Verification;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Log;
using Argus.Postgres;
using Argus.Postgres.Embedded;
using Argus.Postgres.Log;
using Argus.Postgres.Windows;
using Argus.Server.Admin;
using Argus.Server.Protocol;
using Argus.Server.Protocol.Shared;

namespace Argus.Server.Hosting;

/// <summary>A node from its start to its end: database, views, provisioning, then requests; and back in the opposite order.</summary>
internal sealed class Node : IAsyncDisposable
{
    /// <summary>What was accepted is finished within this; with the flush and the database's end, a stop takes less than 10 s.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    /// <summary>What is appended until the end is signed within this; what is not, at the next start.</summary>
    private static readonly TimeSpan LastCheckpointsTime = TimeSpan.FromSeconds(2);

    private readonly PrivatePostgres? _postgres;
    private readonly ArgusDatabase _database;
    private readonly BackgroundWork _background;

    private Node(PrivatePostgres? postgres, ArgusDatabase database, WebApplication app)
    {
        _postgres = postgres;
        _database = database;
        _background = new BackgroundWork(app.Lifetime, app.Services.GetRequiredService<ILogger<BackgroundWork>>());
        App = app;
    }

    public WebApplication App { get; }

    /// <summary>The private PostgreSQL, if the node has one.</summary>
    public PrivatePostgres? Postgres => _postgres;

    /// <summary>Starts everything; when it returns, the node answers requests.</summary>
    /// <param name="args">Command line configuration.</param>
    /// <param name="output">Where the quick start lines go.</param>
    /// <param name="clock">What time it is; the system's, if not another is given.</param>
    /// <exception cref="ConfigurationException">One clear line; likewise <see cref="ProvisioningException"/>, <see cref="CustodyException"/>,
    /// <see cref="PrivatePostgresException"/> and <see cref="LogUnavailableException"/>.</exception>
    public static async Task<Node> StartAsync(string[] args, TextWriter output, TimeProvider? clock = null)
    {
        var builder = NewBuilder(args);
        var options = ArgusOptions.Read(builder.Configuration);
        if (options.ClientCertificates.AreRequested)
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(ConnectionCertificates.Request));
        using var startLog = LoggerFactory.Create(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole());
        var postgres = options.ConnectionString is null
            ? await PrivatePostgres.StartAsync(options.DataDirectory, startLog.CreateLogger<PrivatePostgres>()).ConfigureAwait(false)
            : null;

        try
        {
            return await StartAsync(builder, options, postgres, output, clock ?? TimeProvider.System).ConfigureAwait(false);
        }
        catch when (postgres is not null)
        {
            await postgres.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<Node> StartAsync(
        WebApplicationBuilder builder, ArgusOptions options, PrivatePostgres? postgres, TextWriter output, TimeProvider clock)
    {
        var database = await ArgusDatabase.OpenAsync(
            options.ConnectionString ?? postgres!.ConnectionString, options.OwnerConnectionString, options.AppendTimeout, CancellationToken.None).ConfigureAwait(false);
        var hasKeys = await new PrivateKeyStore(database).AnyAsync(CancellationToken.None).ConfigureAwait(false);
        var hasTenantKeys = await new PersonalKeyStore(database).AnyAsync(CancellationToken.None).ConfigureAwait(false);
        builder.Services.AddArgus(options, database, options.Custody.Open(hasKeys, hasTenantKeys), clock);
        var app = builder.Build();
        app.UseAdminApi();
        app.Run(app.Services.GetRequiredService<Dispatcher>().HandleAsync);

        var node = new Node(postgres, database, app);
        try
        {
            var lines = await node.PrepareAsync().ConfigureAwait(false);
            await app.StartAsync().ConfigureAwait(false);
            await output.WriteLineAsync(lines).ConfigureAwait(false);
            return node;
        }
        catch
        {
            await node.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops accepting, finishes what was accepted, makes the records durable, then lets the database go.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var drained = new CancellationTokenSource(DrainTime);
            await App.StopAsync(drained.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Who is not done by now is cut off.
        }

        try
        {
            await _background.StopAsync().ConfigureAwait(false);
            await Service<CheckpointRounds>().DrainAsync(LastCheckpointsTime).ConfigureAwait(false);
        }
        finally
        {
            await App.DisposeAsync().ConfigureAwait(false);
            await _database.DisposeAsync().ConfigureAwait(false);
            if (_postgres is not null)
                await _postgres.DisposeAsync().ConfigureAwait(false);
            _background.Dispose();
        }
    }

    private T Service<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    private static WebApplicationBuilder NewBuilder(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // The form's reader holds the bound on content; Kestrel counts the framing of chunks too, which takes up to five bytes for each of content.
            kestrel.Limits.MaxRequestBodySize = 8 * FormReader.LargestBody;

            // The query of an authorization request, and the path before it.
            kestrel.Limits.MaxRequestLineSize = 18 * 1024;
        });
        if (builder.Configuration["urls"] is null)
            builder.WebHost.UseUrls("http://localhost:5080");
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // With this category on, at any level, the host makes an activity and a log scope for each request: a quarter of what a JWKS answer costs.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // A start that fails is told by Program, in one message; the host would add a stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        return builder;
    }

    /// <summary>Starts to follow the log, and prepares what must be there before the first request.</summary>
    private async Task<string> PrepareAsync()
    {
        // First the lock, then the view: what another node prepared before this one is in it.
        await using var startLock = await StartLock.TakeAsync(_database, CancellationToken.None).ConfigureAwait(false);
        await Service<WindowKeeper>().MakeAsync(_background.Stopping).ConfigureAwait(false);
        await new FeedCheck(_database).ThrowIfLackingAsync(EventCatalog.Types.Where(type => type.Standing).Select(type => type.Name), _background.Stopping).ConfigureAwait(false);
        _background.Begin(
            Service<WindowKeeper>().RunAsync,
            Service<FeedFollower>().RunAsync,
            Service<AuditRecorder>().RunAsync,
            Service<Confirmations>().RunAsync,
            Service<SecretUses>().RunAsync,
            Service<LogoutDelivery>().RunAsync,
            Service<ExportRecorder>().RunAsync,
            Service<BesideSweeper>().RunAsync);
        var lines = await Service<Preparation>().RunAsync().ConfigureAwait(false);
        _background.Begin(
            Service<PersonalKeySweeper>().RunAsync,
            Service<KeyRotation>().RunAsync,
            Service<PeerKeyRefresh>().RunAsync,
            Service<LogKeyUpkeep>().RunAsync,
            Service<CheckpointRounds>().RunAsync,
            Service<Witnessing>().RunAsync,
            Service<ArchiveRounds>().RunAsync);
        return lines;
    }
}
