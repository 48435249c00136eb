using Argus.Authority.Families;
using Argus.Domain.Families;
using Argus.Domain.Kernel;
using static Argus.Specs.Domain.Samples;

namespace Argus.Specs.Authority.Families;

/// <summary>What lies beside the log is of no use to anybody but the holder of the refresh token before.</summary>
public class A_successor
{
    private static readonly FamilyId Family = TextId.Parse<FamilyId>(JtiText);
    private static readonly RefreshTerms Terms = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromDays(7));

    private readonly GrantToken _predecessor = New();
    private readonly GrantToken _successor = New();

    [Fact]
    public void is_had_again_with_its_predecessor() => Assert.Equal(_successor.Text, Open(_predecessor, Keep().Value)!.Text);

    [Fact]
    public void is_not_had_with_any_other()
    {
        Assert.Null(Open(_successor, Keep().Value));
        Assert.Null(Open(New(), Keep().Value));
        Assert.Null(Open(GrantToken.New(GrantTokenKind.RefreshToken, Acme, new FamilyId(7)), Keep().Value));
    }

    [Fact]
    public void is_not_had_by_another_tenant_or_in_another_family()
    {
        var other = TextId.Parse<TenantId>("other");

        Assert.Null(Successor.Open(_predecessor, Keep().Value, other));
        Assert.Null(Open(_predecessor, Successor.Keep(_predecessor, GrantToken.New(GrantTokenKind.RefreshToken, other, Family), Acme, Terms).Value));
    }

    [Fact]
    public void is_not_had_when_a_byte_has_changed()
    {
        var kept = Keep().Value.ToArray();
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] ^= 1;
            Assert.Null(Open(_predecessor, kept));
            kept[i] ^= 1;
        }

        Assert.Null(Open(_predecessor, kept.AsMemory(0, kept.Length - 1)));
        Assert.Null(Open(_predecessor, kept.AsMemory(0, 27)));
        Assert.Null(Open(_predecessor, default));
    }

    [Fact]
    public void does_not_lie_there_in_plain_text_or_twice_in_the_same_bytes()
    {
        Assert.Equal(-1, Keep().Value.Span.IndexOf(System.Text.Encoding.ASCII.GetBytes(_successor.Text[^43..])));
        Assert.NotEqual(Keep().Value.ToArray(), Keep().Value.ToArray());
    }

    [Theory]
    [InlineData(5, 30, 31)]
    [InlineData(10, 0, 11)]
    [InlineData(0, 0, 1)]
    public void is_kept_as_long_as_a_window_can_be_open(int concurrency, int retry, int seconds)
    {
        var kept = Successor.Keep(_predecessor, _successor, Acme, Terms with { ConcurrencyWindow = TimeSpan.FromSeconds(concurrency), RetryWindow = TimeSpan.FromSeconds(retry) });

        Assert.Equal((TimeSpan.FromSeconds(seconds), $"family:{Family}"), (kept.KeepFor, kept.Key));
    }

    private static GrantToken New() => GrantToken.New(GrantTokenKind.RefreshToken, Acme, Family);

    private static GrantToken? Open(GrantToken predecessor, ReadOnlyMemory<byte> kept) => Successor.Open(predecessor, kept, Acme);

    private Argus.Log.BesideWrite Keep() => Successor.Keep(_predecessor, _successor, Acme, Terms);
}
