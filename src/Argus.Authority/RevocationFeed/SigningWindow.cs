namespace Argus.Authority.RevocationFeed;

/// <summary>The feed documents of one tenant that were signed in a short while.</summary>
/// <param name="openedAt">A <see cref="TimeProvider"/> timestamp.</param>
internal sealed class SigningWindow(long openedAt)
{
    /// <summary>Contents that are signed one by one. Whoever asks for yet another gets a snapshot, which serves everybody.</summary>
    internal const int MostContents = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<(long? After, long Epoch), Task<SignedDocument>> _signed = [];
    private (long Epoch, Task<SignedDocument> Document)? _forTheRest;

    public long OpenedAt => openedAt;

    /// <param name="after">What the caller knows.</param>
    /// <param name="epoch">What the view shows; the document shows as much, or more.</param>
    /// <param name="sign">Makes a document for who knows so much.</param>
    public Task<SignedDocument> FindOrSign(long? after, long epoch, Func<long?, Task<SignedDocument>> sign)
    {
        lock (_gate)
        {
            if (_signed.GetValueOrDefault((after, epoch)) is { } signed)
                return signed;

            // Off the lock, and off the caller's hands: it may leave.
            if (_signed.Count < MostContents)
                return _signed[(after, epoch)] = Task.Run(() => sign(after));

            // One that shows less than the caller knows would look like a log that was rolled back.
            if (_forTheRest is not { } rest || rest.Epoch < after)
                _forTheRest = rest = (epoch, Task.Run(() => sign(null)));
            return rest.Document;
        }
    }
}
