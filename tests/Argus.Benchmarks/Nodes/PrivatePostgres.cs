using System.Diagnostics;
using System.Globalization;
using Argus.Benchmarks.Machine;
using Npgsql;

namespace Argus.Benchmarks.Nodes;

/// <summary>The PostgreSQL that a node keeps under its data directory, as its postmaster.pid tells of it.</summary>
internal sealed class PrivatePostgres(string dataDirectory)
{
    // The lines of postmaster.pid (PostgreSQL: src/include/utils/pidfile.h), counted from 0.
    private const int PortLine = 3;
    private const int SocketDirectoryLine = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The postmaster's process id, while it runs.</summary>
    public int? Postmaster =>
        File.Exists(PidFile)
        && int.TryParse(File.ReadLines(PidFile).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
        && ProcessStat.Of(pid) is { Command: "postgres" }
            ? pid
            : null;

    /// <summary>Of its superuser, over its Unix socket.</summary>
    public string ConnectionString
    {
        get
        {
            var lines = File.ReadAllLines(PidFile);
            return new NpgsqlConnectionStringBuilder
            {
                Host = lines[SocketDirectoryLine],
                Port = int.Parse(lines[PortLine], CultureInfo.InvariantCulture),
                Username = "argus",
                Database = "argus",
            }.ConnectionString;
        }
    }

    private string PidFile => Path.Combine(dataDirectory, "postgres/data/postmaster.pid");

    /// <summary>Bytes of the database, indexes and catalogs included, when everything that waits in memory is on disk.</summary>
    public async Task<long> BytesAsync(CancellationToken stop)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var checkpoint = source.CreateCommand("checkpoint");
        await checkpoint.ExecuteNonQueryAsync(stop);
        await using var size = source.CreateCommand("select pg_database_size(current_database())");
        return (long)(await size.ExecuteScalarAsync(stop))!;
    }

    /// <summary>How many entries of a tenant's log its latest checkpoint covers; 0 before the first.</summary>
    public async Task<long> CheckpointSizeAsync(string tenant, CancellationToken stop)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var size = source.CreateCommand("select coalesce(max(c.size), 0) from argus.checkpoints c join argus.logs l using (log_id) where l.tenant = $1");
        size.Parameters.Add(new() { Value = tenant });
        return (long)(await size.ExecuteScalarAsync(stop))!;
    }

    /// <summary>The server ends with its node; where it does not, it is ended.</summary>
    public async Task EndWhatIsLeftAsync()
    {
        if (await Waiting.UntilAsync(() => Postmaster is null, Patience) || Postmaster is not { } pid) return;
        using var postmaster = Process.GetProcessById(pid);
        postmaster.Kill(entireProcessTree: true);
        await Waiting.UntilAsync(() => postmaster.HasExited, Patience);
    }
}
