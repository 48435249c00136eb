using System.Text;
using Argus.Domain.Kernel;

namespace Argus.Specs.Domain;

public class Canonical_bytes
{
    public static TheoryData<string> Texts =>
    [
        "", "plain", "\"quoted\"", "back\\slash", "</script>&'+`", "\0", "\u0001\u0007\b\t\n\u000b\f\r\u000e\u001f", " \u007f\u0080\u009f", "äöü€",
        "\u2028\u2029", "\ufeff\ufffe\uffff", "😀 clef 𝄞", "e\u0301", "\U0010ffff", new string('"', 3_000), string.Concat(Enumerable.Repeat("😀", 1_000)), "mixed \" \\ \n 😀 \u2028 end",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void are_those_of_RFC_8785_and_give_the_event_back(string text)
    {
        foreach (var @event in Samples.Events(text))
        {
            var bytes = Samples.Entry(@event, new Origin(text, text, text, text));
            var recorded = EventCodec.Decode(bytes);

            Assert.Equal(Canonical.Form(bytes), Encoding.UTF8.GetString(bytes));
            Assert.Equivalent(@event, recorded.Event, strict: true);
            Assert.Equal(bytes, Samples.Entry(recorded.Event, new Origin(text, text, text, text)));
            Assert.Equal((text, text), (recorded.Actor, recorded.CorrelationId));
        }
    }

    [Fact]
    public void have_a_replacement_character_for_half_a_character()
    {
        // Not a theory: an attribute cannot hold half a character.
        (string Text, string Kept)[] halves =
        [
            ("\ud83d", "\ufffd"), ("\ude00", "\ufffd"), ("a\ud83d", "a\ufffd"), ("\ude00\ud83d", "\ufffd\ufffd"),
            ("\ud83d\ud83d\ude00", "\ufffd😀"), ("\"\ud83d\"", "\"\ufffd\""), ("\ude00é\\", "\ufffdé\\"),
        ];
        foreach (var (text, kept) in halves)
        {
            foreach (var @event in Samples.Events(text))
            {
                var bytes = Samples.Entry(@event, new Origin(text, text, text, text));

                Assert.Equal(Canonical.Form(bytes), Encoding.UTF8.GetString(bytes));
                Assert.Equal(kept, EventCodec.Decode(bytes).Actor);
            }

            Assert.Equal(new Argus.Domain.Tenants.TenantRenamed(kept), EventCodec.Decode(Samples.Entry(new Argus.Domain.Tenants.TenantRenamed(text))).Event);
        }
    }

    [Fact]
    public void are_read_back_with_the_envelope_around_them()
    {
        var @event = new Argus.Domain.Tenants.TenantDisabled();

        Assert.Equal(
            new RecordedEvent("acme", 5, "stream", 3, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), "spec", "c-1", @event),
            EventCodec.Decode(Samples.Entry(@event)));
    }
}
