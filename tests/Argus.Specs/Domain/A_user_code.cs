using Argus.Domain.Devices;
using Argus.Domain.Kernel;

namespace Argus.Specs.Domain;

public class A_user_code
{
    [Theory]
    [InlineData("BCDF-GHJK")]
    [InlineData("bcdfghjk")]
    [InlineData("  b-c-d-f  g h j k--")]
    public void is_the_same_however_it_is_typed(string typed)
    {
        Assert.True(UserCode.TryParse(typed, out var code));
        Assert.Equal("BCDF-GHJK", code.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("BCDF-GHJ")]
    [InlineData("BCDF-GHJKL")]
    [InlineData("ACDF-GHJK")]
    [InlineData("BCDF-GHJ1")]
    [InlineData("BCDF_GHJK")]
    [InlineData("BCDF-GHJ\u212a")]
    [InlineData("B                                                                C D F G H J K")]
    public void is_nothing_else(string? typed) => Assert.False(UserCode.TryParse(typed, out _));

    [Fact]
    public void has_a_stream_of_its_own_in_each_tenant_that_does_not_say_it()
    {
        Assert.True(UserCode.TryParse("BCDF-GHJK", out var code));
        Assert.True(UserCode.TryParse("BCDF-GHJL", out var other));

        Assert.Equal(code.StreamIn(Samples.Acme), code.StreamIn(Samples.Acme));
        Assert.NotEqual(code.StreamIn(Samples.Acme), other.StreamIn(Samples.Acme));
        Assert.NotEqual(code.StreamIn(Samples.Acme), code.StreamIn(TenantId.System));
        Assert.DoesNotContain("BCDF", code.StreamIn(Samples.Acme), StringComparison.Ordinal);
        Assert.Matches("^user_code:[A-Za-z0-9_-]{43}$", code.StreamIn(Samples.Acme));
    }
}
