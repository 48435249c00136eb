using Argus.Jose;

namespace Argus.ResourceServer.Keys;

/// <summary>The keys of one issuer, as far as they are known.</summary>
internal interface IKeySource
{
    KeyKnowledge Knowledge { get; }

    /// <summary>Null for a key that is not trusted now, or not known.</summary>
    VerificationKey? Find(string kid);

    /// <summary>Looks whether a key has come since, if it is time to look.</summary>
    /// <returns>Whether it is worth asking <see cref="Find"/> once more.</returns>
    ValueTask<bool> LookAgainAsync(string kid, CancellationToken stop);
}

internal enum KeyKnowledge
{
    /// <summary>None were ever had, or only ones that are too old.</summary>
    None,

    /// <summary>They could not be refreshed in time; they still verify, but what is not among them may exist.</summary>
    Stale,

    Fresh,
}
