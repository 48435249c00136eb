namespace Argus.Domain.PersonalData;

/// <summary>Closes and opens the personal values of one tenant under one key, which is at hand.</summary>
public interface IPersonalSeal
{
    /// <summary>The key's name.</summary>
    string Key { get; }

    /// <param name="member">The member under which the value stands in its event; <c>context</c> for the envelope's. A value opens nowhere else.</param>
    /// <param name="plaintext">Canonical JSON.</param>
    Sealed Close(string member, ReadOnlySpan<byte> plaintext);

    /// <exception cref="PersonalDataLostException">Another key closed it, or under another member, or it was changed.</exception>
    byte[] Open(string member, Sealed @sealed);
}

/// <summary>A personal value cannot be read, and by this program never will be.</summary>
public sealed class PersonalDataLostException(string message) : Exception(message);
