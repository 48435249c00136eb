namespace Argus.Cli;

/// <summary>What scripts may rely on.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Refused, or found wrong.</summary>
    public const int Refused = 1;

    public const int WrongUsage = 2;

    /// <summary>Could not reach or read what it needs; nothing is known to be wrong with the request.</summary>
    public const int Unreachable = 3;

    /// <summary>128 + SIGINT, as a shell would say.</summary>
    public const int Interrupted = 130;
}
