using System.Collections.Concurrent;
using Argus.Domain.Kernel;
using Argus.Domain.Users;

namespace Argus.Authority.Views;

/// <summary>
/// A tenant's users, by name and by subject. One thread applies; others read meanwhile. Of who was removed there is the stream's name, and nothing else; who was
/// erased is remembered as such.
/// </summary>
internal sealed class KnownUsers
{
    private readonly ConcurrentDictionary<string, UserState> _byStream = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<SubjectId, UserState> _bySubject = new();
    private readonly ConcurrentDictionary<SubjectId, string> _streams = new();

    private readonly ConcurrentQueue<string> _erased = new();

    public IEnumerable<UserState> All => _byStream.Select(user => user.Value).Where(user => user.Exists);

    /// <summary>The subjects of those who were erased, in the order of the log.</summary>
    public IReadOnlyCollection<string> Erased => _erased;

    public IEnumerable<KeyValuePair<string, UserState>> ByStream => _byStream;

    public UserState Find(Username username) => InStream(UserState.StreamOf(username));

    public UserState InStream(string stream) => _byStream.GetValueOrDefault(stream, UserState.Initial);

    public UserState? Find(SubjectId subject) => _bySubject.GetValueOrDefault(subject);

    /// <summary>Also of who was removed: what was theirs can still be asked for.</summary>
    public string? StreamOf(SubjectId subject) => _streams.GetValueOrDefault(subject);

    public void Apply(string stream, IUserEvent @event)
    {
        var before = _byStream.GetValueOrDefault(stream, UserState.Initial);
        var after = UserState.Evolve(before, @event);
        if (after.Exists)
        {
            _bySubject[after.Subject] = _byStream[stream] = after;
            _streams.TryAdd(after.Subject, stream);
            return;
        }

        _bySubject.TryRemove(before.Subject, out _);
        if (@event is UserErased erased)
        {
            _byStream[stream] = after;
            foreach (var subject in erased.Subjects)
                _erased.Enqueue(subject);
            return;
        }

        _byStream.TryRemove(stream, out _);
    }
}
