using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Authorization;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.FailClosed;

/// <summary>No step of a walk guesses what the log would say, and none lets a code out that is not in it.</summary>
public class A_walk_without_the_log
{
    [Fact]
    public async Task stands_still_at_every_step_and_goes_on_when_the_log_is_back()
    {
        await using var folder = new DataFolder();
        await using var postgres = await folder.StartAsync();
        await using var node = await TestNode.StartAsync(new NodeSettings
        {
            ConnectionString = postgres.ConnectionString, Provisioning = Walks.Provisioning, More = ["--Argus:AppendTimeout", "2"],
        });
        var (fresh, signedIn, known) = (new Browser(node), new Browser(node), new Browser(node));
        var url = Walks.Url(Walks.Acme);
        var (signIn, consentOf) = (await fresh.GetAsync(url), Walks.Url(Walks.Acme, ("client_id", "other"), ("scope", "openid")));
        await known.WalkAsync(url);
        await signedIn.SignInAsync(await signedIn.GetAsync(consentOf), Walks.Bob);
        var consent = (await signedIn.GetAsync(consentOf)).ShowsPage(200, "Allow access?");
        var push = Browser.Encode(Walks.Parameters());

        await postgres.PauseAsync();
        try
        {
            Assert.Equal(503, (await fresh.SignInAsync(signIn)).Status);
            Assert.DoesNotContain(fresh.Cookies.Keys, name => name.Contains("session", StringComparison.Ordinal));
            foreach (var reply in new[] { await signedIn.SubmitAsync(consent, ("decision", "allow")), await known.GetAsync(url), await node.PostAsync($"{Walks.Acme}/oauth/par", push) })
            {
                Assert.Equal(503, reply.Status);
                Assert.Null(reply.Header("Location"));
                Assert.NotNull(reply.Header("Retry-After"));
            }

            using var navigation = new HttpRequestMessage(HttpMethod.Get, url);
            navigation.Headers.Add("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
            navigation.Headers.Add("Cookie", string.Join("; ", known.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            (await node.SendAsync(navigation)).ShowsPage(503, "Not available");
        }
        finally
        {
            await postgres.ResumeAsync();
        }

        await Eventually.Holds("the node is ready", TimeSpan.FromSeconds(60), async () => (await node.GetAsync("/health/ready")).Status == 200);
        Assert.NotEmpty((await known.GetAsync(url)).Code());
        Assert.NotEmpty((await signedIn.SubmitAsync(consent, ("decision", "allow"))).Code());
        Assert.NotEmpty((await fresh.WalkAsync(url)).Code());
    }
}
