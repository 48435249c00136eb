using System.Text.Json;
using Argus.Contract;
using Argus.Log;

namespace Argus.Specs.Log;

public class A_clock_that_runs_back
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task does_not_take_the_log_with_it()
    {
        var log = new InMemoryEventLog(_clock);
        var start = _clock.GetUtcNow();
        var results = new List<DateTimeOffset>();
        foreach (var step in new[] { 0, 10, -30, 5, 40 })
        {
            _clock.Advance(TimeSpan.FromSeconds(step));
            var result = await log.AppendAsync(
                new Append("acme", new StreamAppend($"s{results.Count}", 0, [new NewEntry("t", 1, "{}"u8.ToArray(), false)])), TestContext.Current.CancellationToken);
            results.Add(((AppendResult.Appended)result).CommitTime);
        }

        Assert.Equal([0, 10, 10, 10, 25], results.Select(time => (time - start).TotalSeconds));
        Assert.Equal(results, (await log.ReadAsync("acme", 0, TestContext.Current.CancellationToken).ToList()).Select(Time));
    }

    [Fact]
    public async Task and_one_finer_than_a_microsecond_gives_the_time_that_the_entries_can_carry()
    {
        var log = new InMemoryEventLog(_clock);
        _clock.Advance(TimeSpan.FromTicks(17));

        var result = (AppendResult.Appended)await log.AppendAsync(
            new Append("acme", new StreamAppend("s", 0, [new NewEntry("t", 1, "{}"u8.ToArray(), false)])), TestContext.Current.CancellationToken);

        Assert.Equal(result.CommitTime, Time((await log.ReadAsync("acme", 0, TestContext.Current.CancellationToken).ToList()).Single()));
    }

    private static DateTimeOffset Time(LogEntry entry) => JsonDocument.Parse(entry.Bytes).RootElement.GetProperty("time").GetDateTimeOffset();
}
