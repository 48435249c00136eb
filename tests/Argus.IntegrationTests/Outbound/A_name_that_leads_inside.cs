using Argus.Authority.Outbound;

namespace Argus.IntegrationTests.Outbound;

public class A_name_that_leads_inside
{
    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("1.1.1.1", "10.0.0.1")]
    [InlineData("2606:4700::1111", "1.1.1.1", "127.0.0.1")]
    public async Task is_refused_whatever_else_it_leads_to(params string[] addresses)
    {
        using var guarded = new Guarded(isLoopbackAllowed: false).With("ally.example", addresses);

        await guarded.FailsAsync(new Uri("https://ally.example/jwks"), OutboundFailure.Refused);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("localhost.")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("0")]
    [InlineData("0.0.0.0")]
    public async Task is_refused_where_the_deployment_is_not_on_this_machine_alone(string host)
    {
        await using var inside = new OtherSide(OtherSide.Ok());
        using var guarded = new Guarded(isLoopbackAllowed: false).With("localhost", "127.0.0.1").With("localhost.", "127.0.0.1");

        foreach (var scheme in new[] { "http", "https" })
            await guarded.FailsAsync(new Uri($"{scheme}://{host}:{inside.Port}/jwks"), OutboundFailure.Refused);

        Assert.Equal(0, inside.Connections);
    }

    [Fact]
    public async Task only_after_it_was_checked_is_never_followed_there()
    {
        await using var inside = new OtherSide(OtherSide.Ok());
        // The first address is loopback too, but allowed, so that it can be seen which of the two was connected to. Nobody listens there.
        using var guarded = new Guarded(isLoopbackAllowed: false, ["127.1.0.0/16"]).With("ally.example", "127.1.0.1").With("ally.example", "127.0.0.1");

        await guarded.FailsAsync(new Uri($"https://ally.example:{inside.Port}/jwks"), OutboundFailure.Unreachable);
        Assert.Single(guarded.Asked);
        await guarded.FailsAsync(new Uri($"https://ally.example:{inside.Port}/jwks"), OutboundFailure.Refused);

        Assert.Equal(2, guarded.Asked.Count);
        Assert.Equal(0, inside.Connections);
    }

    [Fact]
    public async Task may_be_asked_where_the_operator_allows_the_network()
    {
        await using var inside = new OtherSide(OtherSide.Ok());
        using var guarded = new Guarded(isLoopbackAllowed: false, ["127.0.0.0/24"]);

        Assert.Equal(2, (await guarded.GetAsync(inside.Address)).Body.Length);
        await guarded.FailsAsync(new Uri($"https://127.0.1.1:{inside.Port}/"), OutboundFailure.Refused);
    }

    [Fact]
    public async Task is_not_asked_without_TLS_unless_it_is_this_machine()
    {
        using var guarded = new Guarded(networks: ["0.0.0.0/0"]).With("ally.example", "127.0.0.1").With("localhost", "1.1.1.1");

        await guarded.FailsAsync(new Uri("http://ally.example/jwks"), OutboundFailure.Refused);
        Assert.Empty(guarded.Asked);
        await guarded.FailsAsync(new Uri("http://localhost/jwks"), OutboundFailure.Refused);
    }

    [Theory]
    [InlineData("ftp://ally.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:word@ally.example/")]
    [InlineData("https://ally.example/#x")]
    public async Task is_not_looked_up_when_the_URI_is_not_one_to_ask(string uri)
    {
        using var guarded = new Guarded().With("ally.example", "127.0.0.1");

        await guarded.FailsAsync(new Uri(uri), OutboundFailure.Refused);
        Assert.Empty(guarded.Asked);
    }

    [Fact]
    public async Task is_one_thing_and_a_name_that_leads_nowhere_another()
    {
        using var guarded = new Guarded().With("empty.example");

        await guarded.FailsAsync(new Uri("https://unknown.example/"), OutboundFailure.Unreachable);
        await guarded.FailsAsync(new Uri("https://empty.example/"), OutboundFailure.Unreachable);
    }

    [Fact]
    public async Task by_one_address_and_not_there_is_asked_at_the_next()
    {
        await using var other = new OtherSide(OtherSide.Ok());
        using var guarded = new Guarded().With("localhost", "127.0.0.2", "127.0.0.1");

        Assert.Equal(2, (await guarded.GetAsync(new Uri($"http://localhost:{other.Port}/"))).Body.Length);
    }
}
