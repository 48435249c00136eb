using System.Diagnostics.Metrics;
using Argus.ResourceServer;
using Argus.ResourceServer.Migration;
using Microsoft.Extensions.DependencyInjection;

namespace Argus.Specs.ResourceServers.Migration;

public sealed class The_progress_of_a_migration : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly ServiceProvider _provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ArgusMigration _migration;

    public The_progress_of_a_migration() => _migration = new ArgusMigration(_clock, _provider.GetRequiredService<IMeterFactory>());

    [Fact]
    public void is_nothing_at_first() => Assert.Empty(_migration.Uses());

    [Fact]
    public void tells_who_came_how_often_and_when_last()
    {
        var first = _clock.GetUtcNow();
        _migration.Seen("old-login", "shop");
        _clock.Advance(TimeSpan.FromDays(1));
        _migration.Seen("old-login", "billing");
        _clock.Advance(TimeSpan.FromDays(1));
        _migration.Seen("old-login", "shop");

        Assert.Equal(
            [
                new LegacyUse("old-login", "shop", 2, first, first.AddDays(2)),
                new LegacyUse("old-login", "billing", 1, first.AddDays(1), first.AddDays(1)),
            ],
            _migration.Uses());
    }

    [Fact]
    public void calls_all_others_other_beyond_200_names()
    {
        for (var client = 0; client < 1_000; client++)
            _migration.Seen("old-login", $"c{client}");
        _migration.Seen("old-login", "c0");
        _migration.Seen("old-login", new string('x', 129));

        var uses = _migration.Uses();
        Assert.Equal(201, uses.Count);
        Assert.Equal(801, Assert.Single(uses, use => use.Client == "other").Count);
        Assert.Equal(2, Assert.Single(uses, use => use.Client == "c0").Count);
    }

    [Fact]
    public void tells_refusals_before_the_end_from_those_after_it()
    {
        _migration.Refused(LegacyReason.Invalid);
        _migration.Refused(LegacyReason.Refused);
        _migration.Refused(LegacyReason.Refused);

        Assert.Equal((1, 2), (_migration.RefusedCount, _migration.RefusedAfterEndCount));
    }

    public void Dispose() => _provider.Dispose();
}
