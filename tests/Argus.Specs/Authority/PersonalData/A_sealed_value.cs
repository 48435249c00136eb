using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Argus.Authority.PersonalData;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;

namespace Argus.Specs.Authority.PersonalData;

public class A_sealed_value
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public void is_opened_by_whoever_has_the_key_and_the_page_on_the_format()
    {
        var kept = new PersonalSeal(Domain.Samples.Acme, "user:u", Key).Keep("context", new RequestContext("192.0.2.1", "curl/8")).Sealed!;

        var bytes = Base64Url.DecodeFromChars(kept.Text);
        var plaintext = new byte[bytes.Length - 28];
        using var aes = new AesGcm(Key, 16);
        aes.Decrypt(bytes.AsSpan(0, 12), bytes.AsSpan(28), bytes.AsSpan(12, 16), plaintext, Encoding.UTF8.GetBytes("acme/user:u/context"));

        Assert.Equal("""{"source":"192.0.2.1","user_agent":"curl/8"}""", Encoding.UTF8.GetString(plaintext));
    }

    [Fact]
    public void opens_for_its_own_tenant_key_and_member_only()
    {
        var seal = Seal("acme", "user:u");
        var kept = seal.Keep("source", "192.0.2.1");

        Assert.Equal("192.0.2.1", seal.Open("source", kept));
        Assert.Throws<PersonalDataLostException>(() => seal.Open("login_hint", kept));
        Assert.Throws<PersonalDataLostException>(() => Seal("other", "user:u").Open("source", kept));
        Assert.Throws<PersonalDataLostException>(() => Seal("acme", "user:v").Open("source", kept));
        Assert.Throws<PersonalDataLostException>(() => Seal("acme", "user:v").Open("source", Renamed(kept, "user:v")));
        Assert.Throws<PersonalDataLostException>(() => new PersonalSeal(Domain.Samples.Acme, "user:u", RandomNumberGenerator.GetBytes(32)).Open("source", kept));
    }

    [Fact]
    public void opens_no_more_when_a_byte_has_changed_or_is_missing()
    {
        var seal = Seal("acme", "user:u");
        var kept = seal.Keep("source", "192.0.2.1").Sealed!;
        var bytes = Base64Url.DecodeFromChars(kept.Text);
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = bytes.ToArray();
            changed[i] ^= 1;
            Assert.Throws<PersonalDataLostException>(() => seal.Open("source", kept with { Text = Base64Url.EncodeToString(changed) }));
            Assert.Throws<PersonalDataLostException>(() => seal.Open("source", kept with { Text = Base64Url.EncodeToString(bytes.AsSpan(0, i)) }));
        }

        Assert.Throws<PersonalDataLostException>(() => seal.Open("source", kept with { Text = "not base64url" }));
    }

    [Fact]
    public void is_another_each_time() => Assert.NotEqual(Seal("acme", "user:u").Keep("source", "192.0.2.1"), Seal("acme", "user:u").Keep("source", "192.0.2.1"));

    [Fact]
    public void is_all_that_gets_into_an_entry()
    {
        var clear = new Argus.Domain.Users.UserClaimsChanged(new(null, Domain.Samples.Claims("Alice")));

        Assert.Throws<InvalidOperationException>(() => EventCodec.Encode(clear, new Origin("a", "c")));
    }

    [Theory]
    [InlineData("2026-03-01", "2026-03-03T23:59:59Z", false)]
    [InlineData("2026-03-01", "2026-03-04T00:00:00Z", true)]
    [InlineData("2026-03-02", "2026-03-04T00:00:00Z", false)]
    public void of_a_day_is_kept_until_the_last_of_that_day_is_old_enough(string day, string now, bool isOver)
    {
        const int TwoDays = 2 * 86_400;
        var name = PersonalKey.Of(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal($"day:{day}", name);
        Assert.Equal(isOver, PersonalKey.IsOver(name, TwoDays, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.False(PersonalKey.IsOver("user:day:2026-03-01", TwoDays, DateTimeOffset.MaxValue));
        Assert.False(PersonalKey.IsOver("tenant", TwoDays, DateTimeOffset.MaxValue));
    }

    private static PersonalSeal Seal(string tenant, string name) => new(TextId.Parse<TenantId>(tenant), name, Key);

    private static Kept<string> Renamed(Kept<string> kept, string name) => new(kept.Sealed! with { Key = name }, null);
}
