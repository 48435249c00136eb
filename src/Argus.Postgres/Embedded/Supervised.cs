using System.Diagnostics;

namespace Argus.Postgres.Embedded;

/// <summary>A command of PostgreSQL, run as the server's user under supervise.sh: it stops when asked, and when the node dies.</summary>
internal sealed class Supervised
{
    private static readonly string Script = ReadScript();

    private readonly int _processId;
    private readonly StreamWriter _nodeLives;

    private Supervised(Process supervisor)
    {
        _processId = supervisor.Id;
        _nodeLives = supervisor.StandardInput;
        Ended = EndAsync(supervisor);
    }

    /// <summary>Completes with the command's exit code; nothing of the command is left then.</summary>
    internal Task<int> Ended { get; }

    /// <param name="account">Whom to run as.</param>
    /// <param name="logFile">Where output is appended to; opened before the user is changed, so it may be anywhere.</param>
    /// <param name="stopSignal">What stops the command: INT, TERM.</param>
    /// <param name="directory">Removed at the end if it is empty.</param>
    /// <param name="command">The program with its arguments.</param>
    internal static Supervised Start(ServerAccount account, string logFile, string stopSignal, string directory, IReadOnlyList<string> command)
    {
        // Its own session: signals to the node's terminal do not reach it. Without setsid (macOS) job control gives the command its own process group.
        var setsid = Programs.Find("setsid");
        IReadOnlyList<string> session = setsid is null ? [] : [setsid];
        var script = setsid is null ? "set -m\n" + Script : Script;

        IReadOnlyList<string> supervised = [.. session, .. account.Become, "/bin/sh", "-c", script, "argus-postgres", stopSignal, directory, .. command];
        return new Supervised(
            Programs.Start(["/bin/sh", "-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "argus-postgres", logFile, .. supervised]));
    }

    internal void AskToStop() => _nodeLives.Close();

    /// <summary>The last resort when the supervisor itself hangs.</summary>
    internal void Abandon()
    {
        if (!Ended.IsCompleted)
            PosixCalls.Signal(_processId, PosixCalls.Kill);
    }

    private async Task<int> EndAsync(Process supervisor)
    {
        await supervisor.WaitForExitAsync().ConfigureAwait(false);
        var code = supervisor.ExitCode;
        supervisor.Dispose();
        await _nodeLives.DisposeAsync().ConfigureAwait(false);
        return code;
    }

    private static string ReadScript()
    {
        using var resource = typeof(Supervised).Assembly.GetManifestResourceStream("supervise.sh")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
