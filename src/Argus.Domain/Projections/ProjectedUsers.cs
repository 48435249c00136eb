using Argus.Domain.Kernel;
using Argus.Domain.Users;

namespace Argus.Domain.Projections;

/// <summary>The users of a tenant by the names of their streams. Nothing personal is kept.</summary>
internal sealed class ProjectedUsers
{
    private readonly Dictionary<string, ProjectedUser> _users = new(StringComparer.Ordinal);

    public IReadOnlyList<ProjectedUser> All => [.. _users.Values];

    /// <returns>Null for a user who is not there, or not any more.</returns>
    public ProjectedUser? Find(string stream) => _users.TryGetValue(stream, out var user) ? user : null;

    public void Apply(string stream, IUserEvent @event)
    {
        switch (@event)
        {
            case UserRegistered registered:
                _users[stream] = new ProjectedUser(stream, registered.Subject, true);
                break;
            case UserDisabled or UserEnabled when _users.TryGetValue(stream, out var user):
                _users[stream] = user with { Enabled = @event is UserEnabled };
                break;
            case UserRemoved:
                _users.Remove(stream);
                break;
            case UserErased:
                _users[stream] = new ProjectedUser(stream, default, false) { Erased = true };
                break;
            case UserClaimsChanged or UserPasswordSet or UserDisabled or UserEnabled:
                break;
            default:
                throw new UnreadableEventException($"{@event.GetType().Name} is not an event of a user.");
        }
    }
}
