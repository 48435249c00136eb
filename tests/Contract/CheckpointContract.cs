using Argus.Log;
using Argus.Log.Checkpoints;

namespace Argus.Contract;

/// <summary>What every store of checkpoints must do. The log beside it has the tenant's entries.</summary>
public abstract class CheckpointContract : EventLogContract
{
    protected abstract ICheckpointStore Checkpoints { get; }

    [Fact]
    public async Task a_log_has_no_checkpoint_before_its_first()
    {
        Assert.Null(await Checkpoints.LatestAsync(Tenant, Cancellation));
        Assert.Empty(await Checkpoints.ListAsync(Tenant, 0, 10, Cancellation));
    }

    [Fact]
    public async Task checkpoints_are_kept_as_they_were_signed()
    {
        await Append(At("s", 0, Passing("a")));
        Assert.True(await Checkpoints.AddAsync(Tenant, Of(1, "first"), Cancellation));
        Assert.True(await Checkpoints.AddAsync(Tenant, Of(7, "second"), Cancellation));

        Same(Of(7, "second"), (await Checkpoints.LatestAsync(Tenant, Cancellation))!);
        var all = await Checkpoints.ListAsync(Tenant, 0, 10, Cancellation);
        Assert.Equal([1L, 7], all.Select(checkpoint => checkpoint.Size));
        Same(Of(1, "first"), all[0]);
        Assert.Equal([7L], (await Checkpoints.ListAsync(Tenant, 1, 10, Cancellation)).Select(checkpoint => checkpoint.Size));
        Assert.Equal([1L], (await Checkpoints.ListAsync(Tenant, 0, 1, Cancellation)).Select(checkpoint => checkpoint.Size));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(4)]
    public async Task one_of_that_size_or_a_larger_one_is_enough(long size)
    {
        await Append(At("s", 0, Passing("a")));
        await Checkpoints.AddAsync(Tenant, Of(5, "first"), Cancellation);

        Assert.False(await Checkpoints.AddAsync(Tenant, Of(size, "late"), Cancellation));
        Same(Of(5, "first"), Assert.Single(await Checkpoints.ListAsync(Tenant, 0, 10, Cancellation)));
    }

    [Fact]
    public async Task of_many_that_add_at_once_sizes_only_grow()
    {
        await Append(At("s", 0, Passing("a")));
        var added = await Task.WhenAll(Enumerable.Range(1, 24).Select(i => Task.Run(() => Checkpoints.AddAsync(Tenant, Of(i / 2 + 1, $"{i}"), Cancellation).AsTask())));

        var kept = await Checkpoints.ListAsync(Tenant, 0, 100, Cancellation);
        Assert.Equal(added.Count(won => won), kept.Count);
        Assert.Equal(13, kept[^1].Size);
    }

    [Fact]
    public async Task a_cosigned_note_takes_its_place()
    {
        await Append(At("s", 0, Passing("a")));
        await Checkpoints.AddAsync(Tenant, Of(1, "alone"), Cancellation);
        await Checkpoints.AddAsync(Tenant, Of(2, "other"), Cancellation);

        Assert.True(await Checkpoints.CosignedAsync(Tenant, Of(1, "alone"), Of(1, "together").Note, Cancellation));

        var all = await Checkpoints.ListAsync(Tenant, 0, 10, Cancellation);
        Same(Of(1, "together"), all[0]);
        Same(Of(2, "other"), all[1]);
    }

    [Fact]
    public async Task a_cosigned_note_does_not_take_the_place_of_one_that_was_never_read()
    {
        await Append(At("s", 0, Passing("a")));
        await Checkpoints.AddAsync(Tenant, Of(1, "alone"), Cancellation);
        await Checkpoints.CosignedAsync(Tenant, Of(1, "alone"), Of(1, "together").Note, Cancellation);

        Assert.False(await Checkpoints.CosignedAsync(Tenant, Of(1, "alone"), Of(1, "with another").Note, Cancellation));
        Assert.False(await Checkpoints.CosignedAsync(Tenant, Of(2, "together"), Of(2, "of another size").Note, Cancellation));

        Same(Of(1, "together"), Assert.Single(await Checkpoints.ListAsync(Tenant, 0, 10, Cancellation)));
    }

    [Fact]
    public async Task tenants_have_checkpoints_of_their_own()
    {
        var other = NewTenant();
        await Append(At("s", 0, Passing("a")));
        await Append(other, At("s", 0, Passing("a")));
        await Checkpoints.AddAsync(Tenant, Of(9, "mine"), Cancellation);

        Assert.True(await Checkpoints.AddAsync(other, Of(1, "theirs"), Cancellation));
        Same(Of(1, "theirs"), Assert.Single(await Checkpoints.ListAsync(other, 0, 10, Cancellation)));
    }

    [Fact]
    public async Task logs_that_no_checkpoint_covers_are_found_in_one_look()
    {
        var (covered, never) = (NewTenant(), NewTenant());
        await Append(At("s", 0, Passing("a"), Passing("b")));
        await Append(covered, At("s", 0, Passing("a"), Passing("b")));
        await Append(never, At("s", 0, Passing("a")));
        await Checkpoints.AddAsync(Tenant, Of(1, "mine"), Cancellation);
        await Checkpoints.AddAsync(covered, Of(2, "theirs"), Cancellation);

        var behind = await Checkpoints.FindBehindAsync(Cancellation);

        Assert.Equal([true, false, true], new[] { Tenant, covered, never }.Select(behind.Contains));
    }

    private static StoredCheckpoint Of(long size, string note) =>
        new(size, DateTimeOffset.UnixEpoch.AddYears(56).AddMilliseconds(1_234 + size), System.Text.Encoding.UTF8.GetBytes(note));

    private static void Same(StoredCheckpoint expected, StoredCheckpoint found) => Assert.Equal(
        (expected.Size, expected.SignedAt, Convert.ToHexString(expected.Note.Span)), (found.Size, found.SignedAt, Convert.ToHexString(found.Note.Span)));
}
