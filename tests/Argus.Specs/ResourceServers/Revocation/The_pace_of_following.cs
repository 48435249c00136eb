using Argus.ResourceServer.Revocation;

namespace Argus.Specs.ResourceServers.Revocation;

public class The_pace_of_following
{
    [Theory]
    [InlineData(60, 10)]
    [InlineData(3_600, 10)]
    [InlineData(30, 5)]
    [InlineData(6, 1)]
    [InlineData(5, 0)]
    [InlineData(1, 0)]
    public void leaves_room_for_several_questions_in_the_age_that_is_allowed(int maxStaleness, int wait) =>
        Assert.Equal(wait, new FeedPace(TimeSpan.FromSeconds(maxStaleness)).Wait);

    [Fact]
    public void goes_on_at_once_when_an_answer_was_held_back_as_it_should()
    {
        var pace = new FeedPace(TimeSpan.FromSeconds(60));

        Assert.Equal(TimeSpan.Zero, pace.AfterAnswer(TimeSpan.FromSeconds(10), 10, isNews: false));
        Assert.InRange(pace.AfterAnswer(TimeSpan.FromSeconds(0.1), 10, isNews: false), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
        Assert.InRange(pace.AfterAnswer(TimeSpan.Zero, 10, isNews: true), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void slows_down_while_nothing_can_be_had()
    {
        var pace = new FeedPace(TimeSpan.FromSeconds(60));

        Assert.InRange(pace.AfterFailure(1), TimeSpan.FromMilliseconds(125), TimeSpan.FromMilliseconds(250));
        Assert.InRange(pace.AfterFailure(3), TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(1_000));
        Assert.InRange(pace.AfterFailure(1_000), TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(5));
        Assert.InRange(new FeedPace(TimeSpan.FromSeconds(1)).AfterFailure(1_000), TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(0.5));
    }
}
