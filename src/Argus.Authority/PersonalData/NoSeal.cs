using Argus.Domain.PersonalData;

namespace Argus.Authority.PersonalData;

/// <summary>For who has no key: nothing is sealed for them, and nothing can be.</summary>
internal sealed class NoSeal : IPersonalSeal
{
    public static NoSeal Instance { get; } = new();

    public string Key => "";

    public Sealed Close(string member, ReadOnlySpan<byte> plaintext) => throw new InvalidOperationException("There is no key to seal with.");

    public byte[] Open(string member, Sealed @sealed) => throw new PersonalDataLostException($"The key {@sealed.Key} is not there.");
}
