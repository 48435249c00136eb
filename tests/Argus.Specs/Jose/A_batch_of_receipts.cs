using System.Text;
using System.Text.Json.Nodes;
using Argus.Jose.Receipts;

namespace Argus.Specs.Jose;

/// <summary>What resource servers sign and authorities read.</summary>
public class A_batch_of_receipts
{
    private const string Sound =
        """
        {"iss":"api","aud":"https://auth.example","iat":1000,"exp":87400,"jti":"text","verifier":"AAECAwQFBgcICQoLDA0ODw","seq":3,"prev":"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
         "kids":["a","b"],"jwks_age":7,"receipts":[{"d":"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs","jti":"jti.1","r":"accepted","n":2,"t":900},
         {"d":"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs","r":"token_invalid","n":1,"t":901}],"unlisted":{"token_invalid":5}}
        """;

    private static readonly ReceiptBatch Batch = new()
    {
        Verifier = "AAECAwQFBgcICQoLDA0ODw",
        Sequence = 3,
        Previous = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
        Kids = ["a", "b"],
        KeysAge = 7,
        Receipts =
        [
            new Receipt("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", "jti.1", Receipt.Accepted, 2, 900),
            new Receipt("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", null, "token_invalid", 1, 901),
        ],
        Unlisted = new Dictionary<string, long> { ["token_invalid"] = 5 },
    };

    [Fact]
    public void is_written_in_these_claims() => Assert.True(JsonNode.DeepEquals(
        JsonNode.Parse(Sound), JsonNode.Parse(ReceiptWriter.Write(Batch, "api", "https://auth.example", "text", DateTimeOffset.FromUnixTimeSeconds(1_000)))));

    [Fact]
    public void is_read_as_it_was_written()
    {
        var read = ReceiptReader.Read(ReceiptWriter.Write(Batch, "api", "https://auth.example", "text", DateTimeOffset.FromUnixTimeSeconds(1_000)))!;

        Assert.Equal((Batch.Verifier, 3L, Batch.Previous, 7L), (read.Verifier, read.Sequence, read.Previous, read.KeysAge));
        Assert.Equal(Batch.Kids, read.Kids);
        Assert.Equal(Batch.Receipts, read.Receipts);
        Assert.Equal(Batch.Unlisted, read.Unlisted);
    }

    [Theory]
    [InlineData("\"prev\":\"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs\",", "")]
    [InlineData("\"jwks_age\":7,", "")]
    [InlineData(",\"unlisted\":{\"token_invalid\":5}", "")]
    [InlineData("\"jti\":\"jti.1\",", "")]
    [InlineData("[\"a\",\"b\"]", "[]")]
    public void may_lack_what_is_not_known(string part, string without) => Assert.NotNull(Read(part, without));

    [Theory]
    [InlineData("AAECAwQFBgcICQoLDA0ODw", "AAECAwQFBgcICQoLDA0OD")]
    [InlineData("AAECAwQFBgcICQoLDA0ODw", "AAECAwQFBgcICQoLDA0OD:")]
    [InlineData("\"seq\":3", "\"seq\":-1")]
    [InlineData("\"seq\":3", "\"seq\":3.5")]
    [InlineData("\"seq\":3", "\"seq\":\"3\"")]
    [InlineData("\"seq\":3,", "")]
    [InlineData("\"prev\":\"N", "\"prev\":\"")]
    [InlineData("\"prev\":\"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs\"", "\"prev\":null")]
    [InlineData("[\"a\",\"b\"]", "[\"a\",7]")]
    [InlineData("[\"a\",\"b\"]", "[\"a b\"]")]
    [InlineData("[\"a\",\"b\"]", "{}")]
    [InlineData("\"jwks_age\":7", "\"jwks_age\":-7")]
    [InlineData("\"jti\":\"jti.1\"", "\"jti\":\"a b\"")]
    [InlineData("\"jti\":\"jti.1\"", "\"jti\":\"\"")]
    [InlineData("\"jti\":\"jti.1\"", "\"jti\":7")]
    [InlineData("\"r\":\"accepted\"", "\"r\":\"Accepted\"")]
    [InlineData("\"n\":2", "\"n\":0")]
    [InlineData("\"n\":2", "\"n\":9223372036854775807")]
    [InlineData("\"t\":900", "\"t\":\"900\"")]
    [InlineData("{\"token_invalid\":5}", "{\"token invalid\":5}")]
    [InlineData("{\"token_invalid\":5}", "{\"token_invalid\":-5}")]
    [InlineData("{\"token_invalid\":5}", "[]")]
    public void is_refused_for_one_thing(string sound, string changed) => Assert.Null(Read(sound, changed));

    [Fact]
    public void has_a_thousand_receipts_at_most_and_then_still_fits()
    {
        var longest = new Receipt(Batch.Previous!, new string('j', 48), new string('r', 32), 1_000_000_000_000_000, 1_000_000_000_000_000);
        var full = Batch with { Receipts = [.. Enumerable.Repeat(longest, ReceiptBatch.MostReceipts)], Kids = [.. Enumerable.Repeat(new string('k', 128), ReceiptBatch.MostKids)] };

        var payload = ReceiptWriter.Write(full, new string('c', 128), new string('i', 512), "text", DateTimeOffset.UnixEpoch);

        Assert.NotNull(ReceiptReader.Read(payload));
        Assert.InRange(payload.Length * 4 / 3, 1, ReceiptBatch.MaxLength - 2_048);
        Assert.Null(ReceiptReader.Read(ReceiptWriter.Write(full with { Receipts = [.. full.Receipts, longest] }, "c", "i", "text", DateTimeOffset.UnixEpoch)));
    }

    [Theory]
    [InlineData("06drj5o06drj5o06drj5o06dr0.3", "06drj5o06drj5o06drj5o06dr0.3")]
    [InlineData("a b\"c\\d\u00e9\ud83d\ude00", "a?b?c?d???")]
    public void has_plain_identifiers_whatever_a_thief_writes(string jti, string text)
    {
        Assert.Equal(text, ReceiptText.Of(jti));
        Assert.True(ReceiptText.IsIdentifier(ReceiptText.Of(jti)));
        Assert.Equal(48, ReceiptText.Of(new string('x', 1_000)).Length);
    }

    private static ReceiptBatch? Read(string sound, string changed)
    {
        Assert.Contains(sound, Sound, StringComparison.Ordinal);
        return ReceiptReader.Read(Encoding.UTF8.GetBytes(Sound.Replace(sound, changed, StringComparison.Ordinal)));
    }
}
