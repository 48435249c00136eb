using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Argus.Authority.Families;
using Argus.Domain.Kernel;
using static Argus.Specs.Domain.Samples;

namespace Argus.Specs.Authority.Families;

public class A_grant_token
{
    private const string Secret = "0123456789abcdefghijABCDEFGHIJ-_klmnopqrstu";

    private static readonly FamilyId Family = TextId.Parse<FamilyId>(JtiText);

    [Theory]
    [InlineData(GrantTokenKind.AuthorizationCode, "ac1.")]
    [InlineData(GrantTokenKind.DeviceCode, "dc1.")]
    [InlineData(GrantTokenKind.RefreshToken, "rt1.")]
    public void says_its_kind_where_its_family_is_and_a_secret(GrantTokenKind kind, string start)
    {
        var token = GrantToken.New(kind, Acme, Family);

        Assert.Matches($"^{start}acme\\.{JtiText}\\.[A-Za-z0-9_-]{{43}}$", token.Text);
        Assert.Equal((token.Text, Family), (GrantToken.Parse(kind, Acme, token.Text)!.Text, GrantToken.Parse(kind, Acme, token.Text)!.Family));
        Assert.Equal(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token.Text))), token.Digest);
        foreach (var other in Enum.GetValues<GrantTokenKind>().Where(other => other != kind))
            Assert.Null(GrantToken.Parse(other, Acme, token.Text));
        Assert.Null(GrantToken.Parse(kind, TextId.Parse<TenantId>("acm"), token.Text));
        Assert.Null(GrantToken.Parse(kind, TextId.Parse<TenantId>("acme-2"), token.Text));
    }

    [Fact]
    public void is_never_made_twice() =>
        Assert.Equal(1_000, Enumerable.Range(0, 1_000).Select(_ => GrantToken.New(GrantTokenKind.RefreshToken, Acme, Family).Text).Distinct().Count());

    [Theory]
    [InlineData("")]
    [InlineData("rt1.")]
    [InlineData("rt1.acme")]
    [InlineData("rt1.acme." + JtiText)]
    [InlineData("rt1.acme." + JtiText + ".")]
    [InlineData("rt1.acme." + JtiText + "." + Secret + "x")]
    [InlineData("rt1.acme." + JtiText + "." + Secret + ".")]
    [InlineData("rt1.acme." + JtiText + ".1." + Secret)]
    [InlineData("rt1.acme." + JtiText + ".0123456789abcdefghijABCDEFGHIJ-_klmnopqrst")]
    [InlineData("rt1.acme." + JtiText + ".0123456789abcdefghijABCDEFGHIJ+/klmnopqrstu")]
    [InlineData("rt1.acme." + JtiText + ".0123456789abcdefghijABCDEFGHIJ klmnopqrstuv")]
    [InlineData("rt1.acme." + JtiText + ".0123456789abcdefghijABCDEFGHIJ\u00e9_klmnopqrstu")]
    [InlineData("rt1.acme.06drj5o06drj5o06drj5o06dr1." + Secret)]
    [InlineData("RT1.acme." + JtiText + "." + Secret)]
    [InlineData("rt1.Acme." + JtiText + "." + Secret)]
    [InlineData("rt2.acme." + JtiText + "." + Secret)]
    [InlineData(" rt1.acme." + JtiText + "." + Secret)]
    [InlineData("rt1.acme." + JtiText + "." + Secret + "\n")]
    public void has_one_shape(string text) => Assert.Null(GrantToken.Parse(GrantTokenKind.RefreshToken, Acme, text));

    [Fact]
    public void of_any_length_is_no_grant_token() =>
        Assert.Null(GrantToken.Parse(GrantTokenKind.RefreshToken, Acme, $"rt1.acme.{JtiText}.{Secret}{new string('A', 100_000)}"));

    [Fact]
    public void does_not_show_its_secret()
    {
        var token = GrantToken.New(GrantTokenKind.RefreshToken, Acme, Family);

        Assert.DoesNotContain(token.Text[^43..], $"{token}", StringComparison.Ordinal);
    }
}
