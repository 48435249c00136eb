using Argus.Authority.Outbound;

namespace Argus.Specs.Authority.Outbound;

public class What_was_used_of_late
{
    [Fact]
    public void is_kept_and_the_rest_is_forgotten()
    {
        var kept = new RecentlyUsed<object>(most: 2);
        var (a, b) = (kept.Of("a"), kept.Of("b"));
        Assert.Same(a, kept.Of("a"));

        kept.Of("c");

        Assert.Same(a, kept.Of("a"));
        Assert.NotSame(b, kept.Of("b"));
    }
}
