using Argus.Authority.Replay;
using Argus.Contract;
using Argus.Log;
using Argus.Log.Checkpoints;

namespace Argus.Specs.Log;

public class Appending_in_memory : AppendingContract
{
    protected override IEventLog Log { get; } = new InMemoryEventLog(TimeProvider.System);
}

public class Reading_from_memory : ReadingContract
{
    protected override IEventLog Log { get; } = new InMemoryEventLog(TimeProvider.System);
}

public class Following_in_memory : FollowingContract
{
    protected override IEventLog Log { get; } = new InMemoryEventLog(TimeProvider.System);
}

public class Keeping_beside_the_log_in_memory : BesideContract
{
    protected override IEventLog Log { get; } = new InMemoryEventLog(TimeProvider.System);
}

public class Finding_streams_in_memory : LabelContract
{
    protected override IEventLog Log { get; } = new InMemoryEventLog(TimeProvider.System);
}

public class Replays_in_memory : ReplayContract
{
    protected override IReplayCache Cache { get; } = new InMemoryReplayCache(TimeProvider.System);
}

public class Tiles_in_memory : TileContract
{
    protected override IEventLog Log { get; } = new InMemoryEventLog(TimeProvider.System);
}

public class Checkpoints_in_memory : CheckpointContract
{
    private readonly InMemoryEventLog _log = new(TimeProvider.System);

    public Checkpoints_in_memory() => Checkpoints = new InMemoryCheckpointStore(_log);

    protected override IEventLog Log => _log;

    protected override ICheckpointStore Checkpoints { get; }
}
