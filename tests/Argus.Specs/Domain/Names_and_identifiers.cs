using System.Text.Json;
using Argus.Domain.Kernel;

namespace Argus.Specs.Domain;

public class A_set_of_names
{
    [Fact]
    public void is_sorted_by_code_units_and_has_each_name_once() =>
        Assert.Equal(["", "A", "Z", "a", "ab", "z", "ä", "😀", "\uff00"], NameSet.Of(["z", "a", "😀", "ab", "Z", "\uff00", "a", "", "ä", "A"]));

    [Fact]
    public void equals_another_of_the_same_names()
    {
        Assert.Equal(NameSet.Of(["a", "b"]), NameSet.Of(["b", "a", "b"]));
        Assert.Equal(NameSet.Of(["a", "b"]).GetHashCode(), NameSet.Of(["b", "a"]).GetHashCode());
        Assert.Equal(NameSet.Empty, NameSet.Of([]));
        Assert.NotEqual(NameSet.Of("a"), NameSet.Of("A"));
        Assert.NotEqual(NameSet.Of("a"), NameSet.Of(["a", "b"]));
        Assert.False(NameSet.Of("a").Equals(null));
    }

    [Fact]
    public void knows_what_is_in_it()
    {
        Assert.True(NameSet.Of(["b", "a"]).Contains("a"));
        Assert.False(NameSet.Of(["b", "a"]).Contains("A"));
        Assert.True(NameSet.Of("a").IsSubsetOf(NameSet.Of(["b", "a"])));
        Assert.False(NameSet.Of(["a", "c"]).IsSubsetOf(NameSet.Of(["b", "a"])));
        Assert.True(NameSet.Empty.IsSubsetOf(NameSet.Empty));
        Assert.Equal(NameSet.Of("b"), NameSet.Of(["b", "a"]).Intersect(NameSet.Of(["c", "b"])));
        Assert.Equal("a b", NameSet.Of(["b", "a"]).ToString());
    }

    [Theory]
    [InlineData("\"a\"")]
    [InlineData("[1]")]
    [InlineData("[null]")]
    [InlineData("[[]]")]
    [InlineData("{}")]
    [InlineData("[\"a\",true]")]
    public void is_read_from_an_array_of_strings_only(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<NameSet>(json));
}

public class A_token_identifier
{
    [Fact]
    public void survives_the_way_to_text_and_back()
    {
        UInt128[] all = [0, 1, 7, 8, UInt128.One << 64, UInt128.One << 127, UInt128.MaxValue, UInt128.MaxValue - 1, .. Enumerable.Range(0, 128).Select(bit => UInt128.One << bit)];
        foreach (var bits in all)
        {
            var text = new Jti(bits).Value;

            Assert.Equal(26, text.Length);
            Assert.True(Jti.TryParse(text, out var parsed));
            Assert.Equal(bits, parsed.Bits);
        }
    }

    [Fact]
    public void has_the_text_of_RFC_4648() =>
        // The UUIDv7 of RFC 9562 appendix A.6: 017F22E2-79B0-7CC3-98C4-DC0C0C07398F.
        Assert.Equal("05vi5ojpm1uc7664rg60o1pphs", Jti.From(Guid.Parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")).Value);

    [Fact]
    public void sorts_by_time()
    {
        var start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        string[] texts = [.. Enumerable.Range(0, 500).Select(i => Jti.From(Guid.CreateVersion7(start.AddMilliseconds(i * i))).Value)];

        Assert.Equal(texts.Order(StringComparer.Ordinal), texts);
        Assert.Equal(texts.Length, texts.Distinct().Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000000000000000000000000")]
    [InlineData("000000000000000000000000000")]
    [InlineData("0000000000000000000000000w")]
    [InlineData("0000000000000000000000000A")]
    [InlineData("0000000000000000000000000\u00e9")]
    [InlineData("0000000000000000000000000\u0660")]
    [InlineData("0000000000000 00000000000 ")]
    [InlineData("00000000000000000000000001")] // Padding bits that are not zero: a second text for the same bits.
    [InlineData("00000000000000000000000002")]
    [InlineData("00000000000000000000000003")]
    [InlineData("vvvvvvvvvvvvvvvvvvvvvvvvvv")]
    public void has_one_text_and_no_other(string? text) => Assert.False(Jti.TryParse(text, out _) || SubjectId.TryParse(text, out _));
}

public class A_subject
{
    [Fact]
    public void has_the_text_of_a_token_identifier_and_is_read_back_from_it()
    {
        var uuid = Guid.Parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F");

        Assert.Equal(Jti.From(uuid).Value, SubjectId.From(uuid).Value);
        Assert.True(SubjectId.TryParse("05vi5ojpm1uc7664rg60o1pphs", out var parsed));
        Assert.Equal(SubjectId.From(uuid), parsed);
    }

    [Fact]
    public void is_never_a_client_s() => Assert.False(SubjectId.TryParse("client:aaaaaaaaaaaaaaaaaaa", out _));
}

public class An_identifier
{
    private const string Base64Url43 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm-_09";

    [Theory]
    [InlineData("a", true)]
    [InlineData("0-z-9", true)]
    [InlineData("-", true)]
    [InlineData("system", true)]
    [InlineData(63, true)]
    [InlineData(64, false)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("Acme", false)]
    [InlineData("a_b", false)]
    [InlineData("a.b", false)]
    [InlineData("a/b", false)]
    [InlineData("..", false)]
    [InlineData("a b", false)]
    [InlineData("a%2e", false)]
    [InlineData("a\n", false)]
    [InlineData("a\0", false)]
    [InlineData("\u0430cme", false)] // Cyrillic a.
    public void of_a_tenant(object? text, bool parses) => Assert.Equal(parses, Parses<TenantId>(text));

    [Theory]
    [InlineData("orders", true)]
    [InlineData("https://svc.example/a@b~c_d-e.f", true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a\"b", false)]
    [InlineData("a\\b", false)]
    [InlineData("a%b", false)]
    [InlineData("a+b", false)]
    [InlineData("a\r\nb", false)]
    [InlineData("é", false)]
    public void of_a_client(object? text, bool parses) => Assert.Equal(parses, Parses<ClientId>(text));

    [Theory]
    [InlineData("https://api.example", true)]
    [InlineData("https://api.example/path?query=1", true)]
    [InlineData("urn:example:api", true)]
    [InlineData("api", false)]
    [InlineData("/path", false)]
    [InlineData("//api.example", false)]
    [InlineData("", false)]
    [InlineData("https://api.example#", false)]
    [InlineData("https://api.example#fragment", false)]
    [InlineData("https://api.example/a b", false)]
    [InlineData("https://api.example/\"", false)]
    [InlineData("https://api.example\\x", false)]
    [InlineData(" https://api.example", false)]
    [InlineData("https://bücher.example", false)]
    [InlineData("https://api.example/\n", false)]
    [InlineData("C:\\file", false)]
    public void of_a_resource(string text, bool parses) => Assert.Equal(parses, Parses<ResourceId>(text));

    [Fact]
    public void of_a_resource_has_at_most_512_characters()
    {
        Assert.True(Parses<ResourceId>("https://api.example/" + new string('a', 492)));
        Assert.False(Parses<ResourceId>("https://api.example/" + new string('a', 493)));
    }

    [Theory]
    [InlineData(Base64Url43, true)]
    [InlineData(42, false)]
    [InlineData(44, false)]
    [InlineData("", false)]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm+/09", false)]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm-_0=", false)]
    [InlineData("../../../../../../../../../../../../etc/pass", false)]
    public void of_a_key(object? text, bool parses) => Assert.Equal(parses, Parses<Kid>(text));

    /// <summary>A number stands for a text of so many letters.</summary>
    private static bool Parses<TId>(object? text) where TId : struct, ITextId<TId>
    {
        var value = text is int length ? new string('a', length) : (string?)text;
        var parses = TId.TryParse(value, out var id);
        Assert.Equal(parses ? value : null, id.Value);
        return parses;
    }
}
