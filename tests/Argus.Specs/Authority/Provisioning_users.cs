using System.Text;
using Argus.Authority.Clients;
using Argus.Authority.Provisioning;
using Argus.Authority.SignIn;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;
using Argus.Domain.Users;

namespace Argus.Specs.Authority;

public class Provisioning_users
{
    private const string Alice = """{"username":"alice","password":"correct horse","claims":{"name":"Alice"}}""";

    private static readonly string Stream = UserState.StreamOf(TextId.Parse<Username>("alice"));

    [Fact]
    public async Task registers_who_is_new_with_a_subject_and_the_hash_of_the_password()
    {
        await using var node = await SpecNode.StartAsync();

        await ApplyAsync(node, Alice);

        var events = await Events(node);
        var registered = Assert.IsType<UserRegistered>(events[0]);
        var seal = await node.SealAsync(registered.Subject);
        Assert.Equal(("alice", "Alice", null), (seal.Open("username", registered.Username).Value, seal.Open("claims", registered.Claims).Find("name")?.Text, registered.External));
        Assert.Equal(node.Acme.User(Domain.Samples.Alice), node.Acme.Subject(registered.Subject));
        Assert.True(node.Passwords.Verify(seal.Open("password", Assert.IsType<UserPasswordSet>(events[1]).Password), "correct horse"));
        Assert.Equal(2, events.Length);
    }

    [Theory]
    [InlineData(Alice)]
    [InlineData("""{"username":"ALICE"}""")]
    [InlineData("""{"username":"alice","password":"correct horse"}""")]
    [InlineData("""{"username":"alice","claims":{"name":"Alice"}}""")]
    public async Task appends_nothing_for_what_is_so_already_and_makes_no_new_hash(string same)
    {
        await using var node = await SpecNode.StartAsync();
        await ApplyAsync(node, Alice);
        var (tried, hashed) = (node.Log.Tried.Count, node.SlowHash.Hashed);

        await ApplyAsync(node, same);

        Assert.Equal((tried, hashed), (node.Log.Tried.Count, node.SlowHash.Hashed));
        Assert.Equal(2, (await Events(node)).Length);
    }

    [Fact]
    public async Task appends_just_the_difference()
    {
        await using var node = await SpecNode.StartAsync();
        await ApplyAsync(node, Alice);

        await ApplyAsync(node, """{"username":"alice","password":"another","claims":{}}""");

        var events = (await Events(node))[2..];
        var seal = await node.SealAsync(node.Acme.User(Domain.Samples.Alice).Subject);
        Assert.Equal(UserClaims.None, seal.Open("claims", Assert.IsType<UserClaimsChanged>(events[0]).Claims));
        Assert.True(node.Passwords.Verify(seal.Open("password", Assert.IsType<UserPasswordSet>(events[1]).Password), "another"));
        Assert.Equal(2, events.Length);
    }

    [Fact]
    public async Task by_many_at_once_sets_the_password_once_also_when_each_of_them_salts_it()
    {
        await using var node = await SpecNode.StartAsync();
        var salted = new UserProvisioner(node.Aggregates, node.People, node.Directory, new Passwords(new SaltedHash()), node.Clock);
        var description = ProvisioningReader.ReadUser(Encoding.UTF8.GetBytes(Alice), Domain.Samples.Acme, Domain.Samples.Alice).Tenants[0].Users[0];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => salted.ApplyAsync(Domain.Samples.Acme, description, SpecNode.Origin).AsTask())));

        Assert.Equal([typeof(UserRegistered), typeof(UserPasswordSet)], (await Events(node)).Select(@event => @event.GetType()));
    }

    [Fact]
    public async Task does_not_enable_who_was_disabled_and_gives_who_was_removed_another_subject()
    {
        await using var node = await SpecNode.StartAsync();
        await ApplyAsync(node, Alice);
        var first = node.Acme.User(Domain.Samples.Alice).Subject;

        await node.Log.PutAsync("acme", Stream, 2, new UserDisabled());
        await node.RefreshAsync();
        await ApplyAsync(node, Alice);
        Assert.False(node.Acme.User(Domain.Samples.Alice).Enabled);

        await node.Log.PutAsync("acme", Stream, 3, new UserRemoved());
        await node.RefreshAsync();
        await ApplyAsync(node, Alice);
        Assert.True(node.Acme.User(Domain.Samples.Alice).Enabled);
        Assert.NotEqual(first, node.Acme.User(Domain.Samples.Alice).Subject);
        Assert.Null(node.Acme.Subject(first));
    }

    [Fact]
    public async Task needs_a_password_for_who_is_new_and_takes_none_for_who_signs_in_elsewhere()
    {
        await using var node = await SpecNode.StartAsync();
        var there = Domain.Samples.Registered(
            Domain.Samples.Subject, Domain.Samples.Alice, new ExternalIdentity("https://there.example", "42"), await node.SealAsync(Domain.Samples.Subject));
        await node.Log.PutAsync("acme", Stream, 0, there);
        await node.RefreshAsync();

        Assert.Equal(
            ["tenants[0].users[0].password: a new user needs one", "tenants[0].users[1].password: the user signs in at another provider"],
            (await Assert.ThrowsAsync<ProvisioningException>(() => ApplyAsync(node, $$"""{"username":"bob"},{{Alice}}"""))).Errors);
        await ApplyAsync(node, """{"username":"alice","claims":{"name":"Alice"}}""");
        Assert.Equal("Alice", (await node.People.OpenAsync(node.Acme.Id, node.Acme.User(Domain.Samples.Alice))).Claims.Find("name")?.Text);
    }

    [Fact]
    public async Task is_not_done_when_the_log_is_away()
    {
        await using var node = await SpecNode.StartAsync();
        node.Log.BeforeAppend = _ => throw SpecLog.Gone;

        await Assert.ThrowsAsync<Argus.Log.LogUnavailableException>(() => ApplyAsync(node, Alice));

        node.Log.BeforeAppend = null;
        await node.RefreshAsync();
        Assert.False(node.Acme.User(Domain.Samples.Alice).Exists);
    }

    private static Task ApplyAsync(SpecNode node, string users) => node.ApplyAsync($$"""{"tenants":[{"tenant":"acme","users":[{{users}}]}]}""");

    private static async Task<IDomainEvent[]> Events(SpecNode node) =>
        [.. (await node.Log.Events()).Where(recorded => recorded.Stream == Stream).Select(recorded => recorded.Event)];

    /// <summary>Gives another hash each time, as a real one does.</summary>
    private sealed class SaltedHash : ISlowHash
    {
        private int _salt;

        public string Hash(string secret) => $"{Interlocked.Increment(ref _salt)}:{secret}";

        public bool Verify(string hash, string secret) => hash.Split(':', 2)[1] == secret;
    }
}
