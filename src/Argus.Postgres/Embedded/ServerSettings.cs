using Npgsql;

namespace Argus.Postgres.Embedded;

/// <summary>How the server is set up. Given on its command line, so that neither the data's age nor ALTER SYSTEM changes it.</summary>
internal static class ServerSettings
{
    internal const string User = "argus";
    internal const string Database = "argus";

    internal static IReadOnlyList<string> Command(ServerBinaries binaries, ServerPlace place, SocketPlace socket) =>
        [binaries.Postgres, "-D", place.Cluster, .. Values(socket).SelectMany(setting => new[] { "-c", setting })];

    internal static IReadOnlyList<string> Initdb(ServerBinaries binaries, string cluster) =>
        [binaries.Initdb, "-D", cluster, $"--username={User}", "--encoding=UTF8", "--locale=C", "--data-checksums", "--auth-local=trust", "--auth-host=reject"];

    internal static string ConnectionString(string socketDirectory, string database = Database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = socketDirectory,
            Port = SocketPlace.Port,
            Username = User,
            Database = database,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;

    private static IEnumerable<string> Values(SocketPlace socket) =>
    [
        "listen_addresses=",
        $"unix_socket_directories=\"{socket.Directory}\"",
        "unix_socket_permissions=0700",
        $"port={SocketPlace.Port}",
        "fsync=on",
        "synchronous_commit=on",
        "full_page_writes=on",
        "wal_level=minimal",
        "max_wal_senders=0",
        "max_logical_replication_workers=0",
        "max_wal_size=2GB",
        "shared_buffers=128MB",
        "max_connections=128",
        // The log keeps the server's own story. Statements that failed are the node's to report, and may carry personal data.
        "logging_collector=off",
        "log_destination=stderr",
        "log_min_messages=log",
        "log_min_error_statement=panic",
        "log_checkpoints=off",
        "log_timezone=UTC",
    ];
}
