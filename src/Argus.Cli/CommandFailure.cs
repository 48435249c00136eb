namespace Argus.Cli;

/// <summary>Ends the command: one line for standard error, and the exit code. The line holds no secret, no token and no key.</summary>
internal sealed class CommandFailure : Exception
{
    private CommandFailure(int exitCode, string message, Exception? cause = null)
        : base(message, cause) => ExitCode = exitCode;

    public int ExitCode { get; }

    public static CommandFailure Refused(string message) => new(Cli.ExitCode.Refused, message);

    public static CommandFailure Refused(string code, string detail) => Refused($"{code}: {detail}");

    public static CommandFailure WrongUsage(string message) => new(Cli.ExitCode.WrongUsage, message);

    public static CommandFailure Unreachable(string message, Exception? cause = null) => new(Cli.ExitCode.Unreachable, message, cause);

    /// <summary>The same, said otherwise.</summary>
    public CommandFailure Saying(string message) => new(ExitCode, message, this);
}
