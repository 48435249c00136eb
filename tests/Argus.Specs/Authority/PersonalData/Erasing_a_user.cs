using Argus.Authority.Provisioning;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;
using Argus.Domain.Users;
using Argus.Log;

namespace Argus.Specs.Authority.PersonalData;

/// <summary>First the log says it, then the keys go; whatever fails in between is finished later, by whoever comes.</summary>
public class Erasing_a_user
{
    [Fact]
    public async Task ends_the_user_and_destroys_the_key()
    {
        var (node, alice) = await Erasures.StartAsync();
        await using var _ = node;
        Assert.Equal("Alice", (await node.People.OpenAsync(node.Acme.Id, alice)).Claims.Find("name")?.Text);

        Assert.Null(await node.EraseAsync());

        Assert.DoesNotContain(Erasures.KeyOf(alice), await node.PersonalKeys.Store.NamesAsync());
        Assert.Equal((false, true), (node.Acme.User(Domain.Samples.Alice).Exists, node.Acme.User(Domain.Samples.Alice).Erased));
        Assert.Null(node.Acme.Subject(alice.Subject));
        Assert.Empty(node.Acme.Users);
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await node.People.OpenAsync(node.Acme.Id, alice));
    }

    [Fact]
    public async Task changes_no_entry_and_no_root()
    {
        var (node, _) = await Erasures.StartAsync();
        await using var ending = node;
        var before = await EntriesAsync(node);
        var head = await node.Log.ReadHeadAsync("acme", TestContext.Current.CancellationToken);

        await node.EraseAsync();

        var after = await EntriesAsync(node);
        Assert.Equal(before.Select(Convert.ToHexString), after[..before.Length].Select(Convert.ToHexString));
        Assert.Equal(head.Size + 1, after.Length);
    }

    [Fact]
    public async Task leaves_the_name_to_nobody()
    {
        var (node, _) = await Erasures.StartAsync();
        await using var ending = node;
        await node.EraseAsync();

        var refused = await Assert.ThrowsAsync<ProvisioningException>(() => node.ApplyAsync(Erasures.Alice));

        Assert.Equal(["tenants[0].users[0]: The user of this name was erased; the name is not given again"], refused.Errors);
    }

    [Fact]
    public async Task again_does_nothing_and_of_nobody_is_refused()
    {
        var (node, _) = await Erasures.StartAsync();
        await using var ending = node;
        await node.EraseAsync();
        var entries = (await EntriesAsync(node)).Length;

        Assert.Null(await node.EraseAsync());

        Assert.Equal(entries, (await EntriesAsync(node)).Length);
        Assert.Equal("user_unknown", (await node.EraseAsync(TextId.Parse<Username>("nobody")))?.Code);
    }

    [Fact]
    public async Task who_was_removed_and_whoever_had_the_name_next_destroys_the_keys_of_both()
    {
        var (node, first) = await Erasures.StartAsync();
        await using var _ = node;
        await node.Log.PutAsync("acme", UserState.StreamOf(Domain.Samples.Alice), 2, new UserRemoved());
        await node.RefreshAsync();
        Assert.Contains(Erasures.KeyOf(first), await node.PersonalKeys.Store.NamesAsync());
        await node.ApplyAsync(Erasures.Alice);
        var second = node.Acme.User(Domain.Samples.Alice);

        Assert.Null(await node.EraseAsync());

        Assert.DoesNotContain(await node.PersonalKeys.Store.NamesAsync(), name => name.StartsWith("acme/user:", StringComparison.Ordinal));
        Assert.Equal(NameSet.Of([first.Subject.Value, second.Subject.Value]), node.Acme.User(Domain.Samples.Alice).Former);
    }

    [Fact]
    public async Task is_done_nowhere_when_the_log_does_not_take_it()
    {
        var (node, alice) = await Erasures.StartAsync();
        await using var _ = node;
        node.Log.BeforeAppend = _ => throw SpecLog.Gone;

        await Assert.ThrowsAsync<LogUnavailableException>(() => node.EraseAsync());

        node.Log.BeforeAppend = null;
        await node.RefreshAsync();
        await node.SweepAsync();
        Assert.Contains(Erasures.KeyOf(alice), await node.PersonalKeys.Store.NamesAsync());
        Assert.True(node.Acme.User(Domain.Samples.Alice).Enabled);
    }

    [Fact]
    public async Task is_finished_by_the_sweeper_of_any_node_when_the_keys_could_not_be_destroyed()
    {
        var (node, alice) = await Erasures.StartAsync();
        await using var _ = node;
        node.PersonalKeys.Store.OnStep = step => { if (step == "delete") throw SpecLog.Gone; };

        await Assert.ThrowsAsync<LogUnavailableException>(() => node.EraseAsync());
        await node.RefreshAsync();

        // The user is over already, and this node opens nothing of theirs any more; the row is still there.
        Assert.Contains(Erasures.KeyOf(alice), await node.PersonalKeys.Store.NamesAsync());
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await node.People.OpenAsync(node.Acme.Id, alice));

        node.PersonalKeys.Store.OnStep = null;
        await using var other = await node.StartBesideAsync();
        await other.SweepAsync();
        Assert.DoesNotContain(Erasures.KeyOf(alice), await node.PersonalKeys.Store.NamesAsync());
    }

    [Fact]
    public async Task at_one_node_makes_the_other_forget()
    {
        var (node, alice) = await Erasures.StartAsync();
        await using var _ = node;
        await using var other = await node.StartBesideAsync();
        Assert.Equal("alice", (await other.People.OpenAsync(other.Acme.Id, other.Acme.Subject(alice.Subject)!)).Username.Value);

        await node.EraseAsync();
        await other.RefreshAsync();

        Assert.Null(other.Acme.Subject(alice.Subject));
        Assert.Null(await other.PersonalKeys.Keys.FindAsync(other.Acme.Id, PersonalKey.Of(alice.Subject)));
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await other.People.OpenAsync(other.Acme.Id, alice));
    }

    private static async Task<byte[][]> EntriesAsync(SpecNode node)
    {
        var entries = new List<byte[]>();
        await foreach (var entry in node.Log.ReadAsync("acme", 0, TestContext.Current.CancellationToken))
            entries.Add(entry.Bytes.ToArray());
        return [.. entries];
    }
}
