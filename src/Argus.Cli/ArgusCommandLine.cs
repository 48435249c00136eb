using System.CommandLine;
using Argus.Cli.Archive;
using Argus.Cli.Attacks;
using Argus.Cli.Audit;
using Argus.Cli.Clients;
using Argus.Cli.Compliance;
using Argus.Cli.Connecting;
using Argus.Cli.Events;
using Argus.Cli.Families;
using Argus.Cli.Keys;
using Argus.Cli.Output;
using Argus.Cli.Peers;
using Argus.Cli.Provisioning;
using Argus.Cli.Sessions;
using Argus.Cli.Tenants;
using Argus.Cli.Tokens;
using Argus.Cli.Users;
using Argus.Cli.Verifiers;

namespace Argus.Cli;

/// <summary>The whole command line: what there is, and how a command ends.</summary>
internal static class ArgusCommandLine
{
    /// <summary>Characters; part of it may come from whoever answers at the URL.</summary>
    private const int LongestMessage = 4_000;

    /// <summary>How long a command that is interrupted may put away what it made.</summary>
    private static readonly TimeSpan TidyingTime = TimeSpan.FromSeconds(20);

    /// <summary>No response files: a reason may well begin with an at sign.</summary>
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Root().Parse(arguments, Parsing);
        if (parsed.Errors.Count > 0)
            return Fail(ExitCode.WrongUsage, WrongUsage.Describe(parsed));
        try
        {
            var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TidyingTime };
            return await parsed.InvokeAsync(invocation).ConfigureAwait(false);
        }
        catch (CommandFailure failure)
        {
            return Fail(failure.ExitCode, failure.Message);
        }
        catch (OperationCanceledException)
        {
            return Fail(ExitCode.Interrupted, "interrupted");
        }
    }

    private static RootCommand Root()
    {
        var options = new ConnectionOptions();
        var root = new RootCommand("Steers an Argus deployment over its Admin API: signing keys, tokens, families, sessions, tenants, clients, users and peers. Verifies its logs, and attacks it, to see that tenants are apart.")
        {
            KeysCommand.Make(options),
            ArchiveCommand.Make(options),
            TokenCommand.Make(options),
            FamiliesCommand.Make(options),
            SessionsCommand.Make(options),
            ComplianceCommand.Make(options),
            VerifiersCommand.Make(options),
            EventsCommand.Make(options),
            AuditCommand.Make(options),
            TenantsCommand.Make(options),
            ClientsCommand.Make(options),
            UsersCommand.Make(options),
            PeersCommand.Make(options),
            ApplyCommand.Make(options),
            AttackCommand.Make(options),
        };
        options.AddTo(root);
        return root;
    }

    private static int Fail(int exitCode, string message)
    {
        Console.Error.WriteLine($"argus: {Screen.Printable(message.Length <= LongestMessage ? message : message[..LongestMessage] + " …")}");
        return exitCode;
    }
}
