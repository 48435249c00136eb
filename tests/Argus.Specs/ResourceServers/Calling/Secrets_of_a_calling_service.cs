using Argus.Jose;
using Argus.ResourceServer.Calling.Cache;
using Argus.Specs.ResourceServers.Calling.Driving;

namespace Argus.Specs.ResourceServers.Calling;

public class Secrets_of_a_calling_service
{
    [Fact]
    public async Task are_in_no_log_line_and_no_message_that_is_kept()
    {
        await using var service = new CallingService();
        using var response = await service.SendAsync();

        Assert.NotEmpty(service.Log.Lines);
        Assert.DoesNotContain(service.Log.Lines, line => line.Contains("secret-token", StringComparison.Ordinal) || line.Contains("czolM0E", StringComparison.Ordinal));
        Assert.DoesNotContain("secret-token", $"{response} {response.RequestMessage}", StringComparison.Ordinal);
    }

    [Fact]
    public void are_in_no_text_that_an_object_gives_of_itself()
    {
        var clock = new ManualClock();
        var token = new CachedToken("secret-token", ClockMark.Now(clock), TimeSpan.FromSeconds(1), clock);
        var wish = new TokenWish("https://a.example", "", "secret-token");

        Assert.DoesNotContain("secret-token", $"{token} {wish} {TokenOutcome.Kept(token)} {wish.Subject}", StringComparison.Ordinal);
    }
}
