using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Argus.Benchmarks.Figures;
using Argus.Benchmarks.Gating;
using Argus.Benchmarks.Load;
using Argus.Benchmarks.Machine;
using Argus.ResourceServer;
using Argus.ResourceServer.Bindings;
using Argus.ResourceServer.Guarding;
using Argus.ResourceServer.Keys;
using Argus.ResourceServer.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Benchmarks.ResourceServers;

/// <summary>
/// What the resource server library does for each request, past HTTP, on one thread: with its defaults, telemetry and revocations included. Beside it, raw RSA
/// verifications by the platform. Time is the CPU time of the process, garbage collection included: what one core would give without neighbours.
/// </summary>
internal sealed class Validations
{
    /// <summary>So many, in turn, that none is remembered when it comes again, nor that it was seen.</summary>
    private const int Distinct = 100_000;

    private const int BetweenLooksAtTheClock = 64;

    private readonly string[] tokens;
    private readonly SchemeGuard guard;

    private Validations(SchemeGuard guard, string[] tokens) => (this.guard, this.tokens) = (guard, tokens);

    public static async Task<IReadOnlyList<Cell>> CellsAsync(Stage stage)
    {
        var issuer = new PublishedIssuer();
        var now = TimeProvider.System.GetUtcNow();
        var tokens = new string[Distinct];
        Parallel.For(0, Distinct, each => tokens[each] = issuer.Token(each, now));

        var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var options = new ArgusOptions { Audience = PublishedIssuer.Audience, Backchannel = issuer };
        options.Issuers.Add(PublishedIssuer.Name);
        options.RequiredScopes.Add("orders.read");
        var guard = new GuardFactory(issuer, [], new KnownKeys(), new Observer(NullLogger.Instance, new GuardMeter(services.GetRequiredService<IMeterFactory>()))).Make(options);
        var all = new Validations(guard, tokens);
        await all.JudgeOnceAsync(stage.Stop);
        return
        [
            new Cell(CellNames.DistinctTokens, (duration, _) => RunAsync(all.Validate(Distinct), duration), []),
            new Cell(CellNames.RepeatedToken, (duration, _) => RunAsync(all.Validate(1), duration), []),
            new Cell(CellNames.RawVerification, (duration, _) => RunAsync(Verify(), duration), []),
        ];
    }

    // The first one waits for the keys.
    private async Task JudgeOnceAsync(CancellationToken stop)
    {
        var verdict = await guard.Guard.JudgeAsync(Presented(0), guard.Demands.Of(null), null, stop);
        if (!verdict.IsAccepted) throw new FailedRunException($"a token was refused: {verdict.Reason}");
    }

    private PresentedToken Presented(int number) => new(tokens[number].AsMemory(), IsDpop: false);

    private Action Validate(int distinct)
    {
        var next = 0;
        var demand = guard.Demands.Of(null);
        return () =>
        {
            var verdict = guard.Guard.Judge(Presented(next), demand, null);
            if (!verdict.IsAccepted) throw new FailedRunException($"token {next} was refused: {verdict.Reason}");
            if (++next == distinct) next = 0;
        };
    }

    private static Action Verify()
    {
        using var signer = RSA.Create(2048);
        var verifier = RSA.Create(signer.ExportParameters(includePrivateParameters: false));
        var hash = SHA256.HashData("the bytes do not matter"u8);
        var signature = signer.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return () =>
        {
            if (!verifier.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)) throw new FailedRunException("a right signature was refused");
        };
    }

    private static Task<LoadResult> RunAsync(Action once, TimeSpan duration) =>
        Task.Factory.StartNew(() => Run(once, duration), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static LoadResult Run(Action once, TimeSpan duration)
    {
        var watch = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        long count = 0;
        while (watch.Elapsed < duration)
        {
            for (var each = 0; each < BetweenLooksAtTheClock; each++) once();
            count += BetweenLooksAtTheClock;
        }

        return new LoadResult(count, Environment.CpuUsage.TotalTime - cpu, 0, double.NaN, double.NaN);
    }
}
