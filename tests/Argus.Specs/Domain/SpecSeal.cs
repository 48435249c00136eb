using System.Buffers.Text;
using System.Text;
using Argus.Domain.PersonalData;

namespace Argus.Specs.Domain;

/// <summary>Stands for a seal: whoever looks can read it, and the same value is always sealed alike.</summary>
internal sealed record SpecSeal(string Key) : IPersonalSeal
{
    public static SpecSeal Alice { get; } = new(PersonalKey.Of(Samples.Subject));

    public Sealed Close(string member, ReadOnlySpan<byte> plaintext) => new(Key, Base64Url.EncodeToString([.. Encoding.UTF8.GetBytes($"{member}:"), .. plaintext]));

    public byte[] Open(string member, Sealed @sealed)
    {
        var text = Base64Url.DecodeFromChars(@sealed.Text);
        return @sealed.Key == Key && text.AsSpan().StartsWith(Encoding.UTF8.GetBytes($"{member}:"))
            ? text[(member.Length + 1)..]
            : throw new PersonalDataLostException("Another seal.");
    }
}
