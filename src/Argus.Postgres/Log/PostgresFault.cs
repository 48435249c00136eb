using System.Net.Sockets;
using Argus.Log;
using Npgsql;

namespace Argus.Postgres.Log;

/// <summary>The one place that reads meaning from what PostgreSQL and its driver throw: by SQLSTATE and constraint name, never by message.</summary>
internal static class PostgresFault
{
    /// <summary>Somebody else appended to the same stream first. Each part of the table has a constraint of its own name for it.</summary>
    public static bool IsVersionConflict(Exception fault) =>
        fault is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: { } constraint }
        && constraint.StartsWith("events_", StringComparison.Ordinal) && constraint.EndsWith("_stream_version", StringComparison.Ordinal);

    /// <summary>PostgreSQL works but does not take these rows: data exceptions (class 22), broken constraints (class 23), values too large (class 54).</summary>
    public static bool IsBadData(Exception fault) =>
        fault is PostgresException { SqlState: ['2', '2' or '3', ..] or ['5', '4', ..] };

    /// <summary>The store is away, does not answer in time, or does not let us; the only faults that callers are told of as such.</summary>
    public static bool IsUnavailable(Exception fault) =>
        fault is NpgsqlException or TimeoutException or SocketException or IOException or ObjectDisposedException;

    /// <summary>The connection ended (with or without a word from the server, class 57), as opposed to a server that does not answer.</summary>
    public static bool IsBrokenConnection(Exception fault) =>
        fault is PostgresException { SqlState: ['5', '7', 'P', ..] } or (NpgsqlException and not PostgresException and { InnerException: IOException or SocketException });

    public static LogUnavailableException Unavailable(Exception fault) =>
        new(fault is PostgresException postgres
            ? $"PostgreSQL refused the log's work (SQLSTATE {postgres.SqlState})."
            : "PostgreSQL cannot be reached, or does not answer in time.", fault);
}
