using System.Text;
using System.Text.Json;
using Argus.Jose;

namespace Argus.Specs.Jose;

/// <summary>Whatever the bytes, there is an answer and no exception; a mutation that is accepted must be one that changes nothing that counts.</summary>
public class Bytes_of_any_kind(Keys keys) : IClassFixture<Keys>
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = StrictJson.MaxDepth };

    [Fact]
    public void never_pass_for_the_token_that_they_were_made_from()
    {
        var random = new Xorshift(0x9E3779B97F4A7C15);
        var sound = Encoding.ASCII.GetBytes(Forge.Sound(keys.Issuers));

        for (var i = 0; i < 10_000; i++)
        {
            var bytes = random.Mutate(sound);

            var fault = JwtValidator.Validate(bytes, Forge.Rules, keys.ByKid, Forge.Now, out var token);

            var same = bytes.AsSpan().SequenceEqual(sound);
            Assert.True(same == (fault == TokenFault.None) && same == (token is not null), $"Mutation {i} gave {fault}: {Convert.ToHexString(bytes)}");
        }
    }

    [Fact]
    public void never_break_the_reading_of_a_header_or_payload_even_signed()
    {
        var random = new Xorshift(0xD1B54A32D192ED03);
        var header = Encoding.UTF8.GetBytes(Forge.Header(keys.Issuers));
        var payload = Encoding.UTF8.GetBytes(Forge.Payload(aud: $"[\"{Forge.Audience}\",\"b\"]", more: ",\"act\":{\"sub\":\"\\u00e9\"},\"auth_time\":1"));
        var accepted = 0;

        for (var i = 0; i < 4_000; i++)
        {
            var (h, p) = i % 2 == 0 ? (random.Mutate(header), payload) : (header, random.Mutate(payload));

            var fault = keys.Validate(Forge.Sign(keys.Issuers, h, p), out var token);

            if (fault != TokenFault.None) continue;
            accepted++;
            Assert.Equal(p, token!.Payload.ToArray());
            AssertThatTheyAgree(h, i);
            AssertThatTheyAgree(p, i);
        }

        // Some mutations fall on text that does not count; if none did, this would be testing nothing.
        Assert.InRange(accepted, 1, 3_999);
    }

    [Fact]
    public void never_break_the_reading_of_keys()
    {
        var random = new Xorshift(0x2545F4914F6CDD1D);
        var set = Encoding.UTF8.GetBytes(Vectors.Rfc7517A1Set);
        var key = Encoding.UTF8.GetBytes(Vectors.Rfc7517A1Rsa);

        for (var i = 0; i < 10_000; i++)
        {
            var bytes = random.Mutate(i % 2 == 0 ? set : key);

            Assert.Equal(RsaPublicJwk.TryParse(bytes, out var jwk, out var fault), fault == JwkFault.None);
            Assert.Equal(JwkSet.TryParse(bytes, out var keysOfSet, out fault), fault == JwkFault.None);

            foreach (var found in jwk is null ? keysOfSet : [jwk])
            {
                using var ready = new VerificationKey(found);
                Assert.False(ready.VerifyHash(new byte[32], new byte[(found.Bits + 7) / 8]));
            }
        }
    }

    [Fact]
    public void of_no_sense_at_all_are_refused()
    {
        var random = new Xorshift(0x853C49E6748FEA9B);
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = new byte[random.Below(400)];
            foreach (ref var b in bytes.AsSpan()) b = (byte)random.Below(256);

            Assert.NotEqual(TokenFault.None, JwtValidator.Validate(bytes, Forge.Rules, keys.ByKid, Forge.Now, out _));
            Assert.False(RsaPublicJwk.TryParse(bytes, out _, out _));
            Assert.False(JwkSet.TryParse(bytes, out _, out _));
        }
    }

    // What is read here is also read by the platform's own strict parser.
    private static void AssertThatTheyAgree(byte[] json, int mutation)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        }
        catch (JsonException e)
        {
            Assert.Fail($"Mutation {mutation} was accepted: {Encoding.UTF8.GetString(json)}: {e.Message}");
        }
    }
}
