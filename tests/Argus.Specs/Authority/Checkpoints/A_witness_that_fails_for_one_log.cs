using System.Collections.Concurrent;
using System.Text;
using Argus.Authority.Checkpoints;
using Argus.Domain.Kernel;
using Argus.Log;
using Argus.Log.Checkpoints;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Specs.Authority.Checkpoints;

public sealed class A_witness_that_fails_for_one_log : IDisposable
{
    private const int Others = 20;
    private const int MostPolls = 3_000;

    private readonly ManualClock _clock = new();
    private readonly CheckpointMeter _meter = new();

    public void Dispose() => _meter.Dispose();

    [Fact]
    public async Task is_shown_the_others_and_that_one_again()
    {
        var witness = new Witness(new Uri("https://witness.example"), new WitnessKey("witness.example", new byte[32]));
        var channel = new Failing("log.example/broken\n");
        var witnessing = new Witnessing([witness], new InMemoryEventLog(_clock), new InMemoryCheckpointStore(), channel, new WitnessReports(_meter, _clock, NullLogger<WitnessReports>.Instance));
        using var stop = new CancellationTokenSource();
        var running = witnessing.RunAsync(stop.Token);

        Show(witnessing, "broken");
        await ComesAsync(() => channel.Failures > 0);
        for (var other = 0; other < Others; other++)
            Show(witnessing, $"other-{other}");
        await ComesAsync(() => channel.Shown.Count == Others + 1);
        var failures = channel.Failures;
        await ComesAsync(() => channel.Failures > failures);

        await stop.CancelAsync();
        await running;
    }

    private async Task ComesAsync(Func<bool> holds)
    {
        for (var polls = 0; !holds(); polls++)
        {
            Assert.True(polls < MostPolls, "it does not come");
            _clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    private static void Show(Witnessing witnessing, string tenant)
    {
        var checkpoint = new Checkpoint($"log.example/{tenant}", 1, new byte[32]);
        var note = new SignedNote(checkpoint.Text, [new NoteSignature("log.example", 1, new byte[64])]);
        witnessing.Show(TextId.Parse<TenantId>(tenant), new KnownCheckpoint(new StoredCheckpoint(1, DateTimeOffset.UnixEpoch, note.ToBytes()), note, checkpoint));
    }

    private sealed class Failing(string forOrigin) : IWitnessChannel
    {
        private int _failures;

        public int Failures => Volatile.Read(ref _failures);

        public ConcurrentDictionary<string, bool> Shown { get; } = new();

        public Task<WitnessAnswer> AddCheckpointAsync(Uri witness, ReadOnlyMemory<byte> body, CancellationToken cancellation)
        {
            var text = Encoding.UTF8.GetString(body.Span);
            Shown[text] = true;
            var fails = text.Contains(forOrigin, StringComparison.Ordinal);
            if (fails)
                Interlocked.Increment(ref _failures);
            return Task.FromResult(new WitnessAnswer(fails ? 500 : 404, default));
        }
    }
}
