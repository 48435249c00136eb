using System.Collections.Concurrent;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;

namespace Argus.IntegrationTests.Custody;

[Collection(SoftHsmCollection.Name)]
public class A_node_whose_HSM_goes_away(SoftHsm hsm, TestPostgres postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>What a busy machine may add to the 5 s that a request waits for a custody provider.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(5 + 10);

    /// <summary>What needs no signature is answered so often while others wait for one, or it waits with them.</summary>
    private const int Often = 5;

    [Fact]
    public async Task issues_nothing_answers_the_rest_and_recovers_without_a_restart()
    {
        await using var remote = await RemoteHsm.StartAsync(hsm);
        await using var deployment = await Deployment.CreateAsync(postgres);
        await using var node = await deployment.StartAsync(RemoteHsm.Environment, remote.Settings);
        await node.IsReadyAsync();
        var early = (await node.TokenAsync(Deployment.Acme)).AccessToken;
        var jwks = (await node.JwksAsync(Deployment.Beta)).Body;

        await remote.KillAsync();
        for (var time = 0; time < 5; time++)
            await IsRefusedInTimeAsync(() => node.TokenAsync(Deployment.Acme));
        await IsRefusedInTimeAsync(() => node.TokenAsync(Deployment.Beta));
        (await node.IntrospectAsync(Deployment.Acme, early)).IsActive();
        Assert.Equal(jwks, (await node.JwksAsync(Deployment.Beta)).Body);
        await Eventually.Holds("readiness names the custody", TimeSpan.FromSeconds(60), async () => await IsUnreadyAsync(node));

        await remote.StartAsync();
        await node.IsReadyAsync();
        Assert.Equal(200, (await node.TokenAsync(Deployment.Beta)).Status);
        var late = (await node.TokenAsync(Deployment.Acme)).AccessToken;
        foreach (var token in new[] { early, late })
            (await node.IntrospectAsync(Deployment.Acme, token)).IsActive();
        await node.StopAsync();
    }

    [Fact]
    public async Task by_not_answering_holds_up_no_request_for_long_and_none_that_needs_no_signature()
    {
        await using var remote = await RemoteHsm.StartAsync(hsm);
        await using var deployment = await Deployment.CreateAsync(postgres);
        await using var node = await deployment.StartAsync(RemoteHsm.Environment, remote.Settings);
        await node.IsReadyAsync();
        var token = (await node.TokenAsync(Deployment.Acme)).AccessToken;

        remote.Freeze(true);
        var refused = Task.WhenAll(Enumerable.Range(0, 40).Select(_ => IsRefusedInTimeAsync(() => node.TokenAsync(Deployment.Acme))));
        var answered = 0;
        for (; !refused.IsCompleted; answered++)
        {
            (await node.IntrospectAsync(Deployment.Acme, token)).IsActive();
            Assert.Equal(200, (await node.JwksAsync(Deployment.Beta)).Status);
        }

        await refused;
        Assert.True(answered > Often, $"{answered} answers while others waited");
        Assert.True(await IsUnreadyAsync(node).WaitAsync(LongestAnswer, TestContext.Current.CancellationToken));
        await IsRefusedInTimeAsync(() => node.TokenAsync(Deployment.Acme));
        remote.Freeze(false);
        await node.IsReadyAsync();
        Assert.Equal(200, (await node.TokenAsync(Deployment.Acme)).Status);
    }

    [Fact]
    public async Task under_load_gives_out_tokens_that_are_good_or_none()
    {
        await using var remote = await RemoteHsm.StartAsync(hsm);
        await using var deployment = await Deployment.CreateAsync(postgres);
        await using var node = await deployment.StartAsync(RemoteHsm.Environment, remote.Settings);
        await node.IsReadyAsync();
        var (tokens, refused, over) = (new ConcurrentQueue<string>(), 0, false);
        var clients = Enumerable.Range(0, 8).Select(async _ =>
        {
            while (!Volatile.Read(ref over))
            {
                // Also where the signature was under way, and hangs with the library.
                var reply = await node.TokenAsync(Deployment.Acme).WaitAsync(LongestAnswer, TestContext.Current.CancellationToken);
                Assert.True(reply.Status is 200 or 503, reply.ToString());
                if (reply.Status == 200)
                    tokens.Enqueue(reply.AccessToken);
                else
                    Interlocked.Increment(ref refused);
            }
        }).ToArray();

        await Eventually.Holds("tokens are given out", Patience, () => tokens.Count > 50);
        await remote.KillAsync();
        await Eventually.Holds("tokens are refused", Patience, () => Volatile.Read(ref refused) > 20);
        var issued = tokens.Count;
        await remote.StartAsync();
        await Eventually.Holds("tokens are given out again", Patience, () => tokens.Count > issued + 50);
        Volatile.Write(ref over, true);
        await Task.WhenAll(clients);

        await node.IsReadyAsync();
        foreach (var token in tokens.Take(20).Concat(tokens.TakeLast(20)))
            (await node.IntrospectAsync(Deployment.Acme, token)).IsActive();
    }

    [Fact]
    public async Task rotates_afterwards_what_was_due_meanwhile()
    {
        await using var remote = await RemoteHsm.StartAsync(hsm);
        await using var deployment = await Deployment.CreateAsync(postgres, announce: 15);
        await using var node = await deployment.StartAsync(RemoteHsm.Environment, remote.Settings);
        var administrator = await node.LogInAsync();
        var first = await node.SigningKidAsync(Deployment.Acme);

        // With a rotation in sight a node makes the next key at once; it is not due before the HSM is away.
        await administrator.RotateAsync("acme");
        await Eventually.Holds("there is a next key", Patience, async () => (await administrator.KeysAsync("acme")).Length == 2);
        var next = (await administrator.KeysAsync("acme"))[1].GetProperty("kid").GetString()!;

        await remote.KillAsync();
        await administrator.RotateAsync("acme");
        await Eventually.Holds("the log hands over to the next key", Patience, async () =>
            (await administrator.KeyAsync("acme", next)).GetProperty("state").GetString() == "active");
        Assert.Equal(503, (await node.TokenAsync(Deployment.Acme)).Status);
        Assert.Contains(first, await hsm.AskToolAsync("--list-objects", "--type", "privkey"), StringComparison.Ordinal);

        await remote.StartAsync();
        await node.IsReadyAsync();
        Assert.Equal(next, await node.SigningKidAsync(Deployment.Acme));
        await Eventually.Holds("the first key is destroyed", Patience, async () =>
            !(await hsm.AskToolAsync("--list-objects", "--type", "privkey")).Contains(first, StringComparison.Ordinal));
        await Eventually.Holds("the ring has a next key again", Patience, async () => (await administrator.KeysAsync("acme")).Length == 3);
    }

    [Fact]
    public async Task before_it_starts_serves_what_needs_no_signature_and_signs_once_it_is_there()
    {
        await using var remote = await RemoteHsm.StartAsync(hsm);
        await using var deployment = await Deployment.CreateAsync(postgres);
        string token;
        await using (var first = await deployment.StartAsync(RemoteHsm.Environment, remote.Settings))
        {
            token = (await first.TokenAsync(Deployment.Acme)).AccessToken;
            await first.StopAsync();
        }

        await remote.KillAsync();
        await using var node = await deployment.StartAsync(RemoteHsm.Environment, remote.Settings);
        Assert.Equal(200, (await node.JwksAsync(Deployment.Acme)).Status);
        (await node.IntrospectAsync(Deployment.Acme, token)).IsActive();
        await IsRefusedInTimeAsync(() => node.TokenAsync(Deployment.Acme));
        Assert.True(await IsUnreadyAsync(node));

        await remote.StartAsync();
        await node.IsReadyAsync();
        Assert.Equal(200, (await node.TokenAsync(Deployment.Acme)).Status);
    }

    [Fact]
    public async Task before_the_first_start_is_told_in_one_message_and_the_next_start_makes_up_for_it()
    {
        await using var remote = await RemoteHsm.StartAsync(hsm);
        await remote.KillAsync();
        await using var deployment = await Deployment.CreateAsync(postgres);

        var (exitCode, output) = await deployment.FailAsync(RemoteHsm.Environment, remote.Settings);
        Assert.Equal(1, exitCode);
        var message = Assert.Single(output.Split('\n'), line => line.StartsWith("Argus cannot start.", StringComparison.Ordinal));
        Assert.Contains("HSM", message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);

        await remote.StartAsync();
        await using var node = await deployment.StartAsync(RemoteHsm.Environment, remote.Settings);
        await node.IsReadyAsync();
        Assert.Equal(200, (await node.TokenAsync(Deployment.Acme)).Status);
    }

    private static async Task IsRefusedInTimeAsync(Func<Task<Reply>> request)
    {
        var reply = await request().WaitAsync(LongestAnswer, TestContext.Current.CancellationToken);
        Assert.True(reply.Status == 503, reply.ToString());
        Assert.Matches("^[1-9][0-9]*$", reply.Header("Retry-After"));
        Assert.DoesNotContain("access_token", reply.Text, StringComparison.Ordinal);
    }

    private static async Task<bool> IsUnreadyAsync(ServedNode node) =>
        await node.GetAsync("/health/ready") is { Status: 503 } reply && reply.Text.Contains("\"check\":\"key_custody\"", StringComparison.Ordinal);
}
