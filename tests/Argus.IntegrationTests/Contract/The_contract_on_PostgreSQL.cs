using Argus.Authority.Replay;
using Argus.Contract;
using Argus.IntegrationTests.Postgres;
using Argus.Log;
using Argus.Log.Checkpoints;

namespace Argus.IntegrationTests.Contract;

public class Appending_to_PostgreSQL(PostgresLog postgres) : AppendingContract, IClassFixture<PostgresLog>
{
    protected override IEventLog Log => postgres.Log;
}

public class Reading_from_PostgreSQL(PostgresLog postgres) : ReadingContract, IClassFixture<PostgresLog>
{
    protected override IEventLog Log => postgres.Log;
}

public class Following_PostgreSQL(PostgresLog postgres) : FollowingContract, IClassFixture<PostgresLog>
{
    protected override IEventLog Log => postgres.Log;

    [Fact]
    public async Task a_page_that_is_full_says_that_there_is_more()
    {
        var mark = Accepted(await Append(NewTenant(), At("mark", 0, Standing("mark")))).Feed!.Value;
        await Append(At("s", 0, [.. Enumerable.Range(0, 1_001).Select(_ => Standing("many"))]));

        var pages = new List<(int, bool)>();
        await foreach (var page in Log.FollowAsync(mark, TimeSpan.FromHours(1), Cancellation))
        {
            pages.Add((page.Entries.Count, page.CaughtUp));
            if (page.CaughtUp)
                break;
        }

        Assert.Equal([(1_000, false), (1, true)], pages);
    }
}

public class Keeping_beside_the_log_in_PostgreSQL(PostgresLog postgres) : BesideContract, IClassFixture<PostgresLog>
{
    protected override IEventLog Log => postgres.Log;
}

public class Finding_streams_in_PostgreSQL(PostgresLog postgres) : LabelContract, IClassFixture<PostgresLog>
{
    protected override IEventLog Log => postgres.Log;
}

public class Replays_in_PostgreSQL(PostgresLog postgres) : ReplayContract, IClassFixture<PostgresLog>
{
    protected override IReplayCache Cache => postgres.Replays;
}

public class Tiles_in_PostgreSQL(PostgresLog postgres) : TileContract, IClassFixture<PostgresLog>
{
    protected override IEventLog Log => postgres.Log;
}

public class Checkpoints_in_PostgreSQL(PostgresLog postgres) : CheckpointContract, IClassFixture<PostgresLog>
{
    protected override IEventLog Log => postgres.Log;

    protected override ICheckpointStore Checkpoints => postgres.Checkpoints;
}
