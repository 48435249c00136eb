using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;
using Argus.Domain.Users;
using Argus.Log;

namespace Argus.Authority.PersonalData;

/// <summary>
/// Who users are: opens what is sealed of them, when somebody asks, under the key of each. A user whose key cannot be read is nobody who can sign in: every
/// method throws <see cref="LogUnavailableException"/> then, as when the store is away.
/// </summary>
public sealed class UserPeople(PersonalKeys keys)
{
    /// <param name="tenant">Whose user.</param>
    /// <param name="user">One who exists.</param>
    public ValueTask<UserPerson> OpenAsync(TenantId tenant, UserState user) => OpenAsync(tenant, user, UserPerson.Open);

    /// <returns>Null for a user who signs in elsewhere, and for nobody.</returns>
    /// <inheritdoc cref="OpenAsync(TenantId, UserState)"/>
    public ValueTask<UserPassword?> PasswordAsync(TenantId tenant, UserState user) =>
        user.Password is null ? ValueTask.FromResult<UserPassword?>(null) : OpenAsync(tenant, user, UserPerson.OpenPassword);

    /// <summary>The name of a user as people are shown it.</summary>
    /// <returns>Null if there is no such user, or no longer.</returns>
    public async ValueTask<string?> NameAsync(TenantView tenant, SubjectId subject) =>
        tenant.Subject(subject) is { } user ? (await OpenAsync(tenant.Id, user, UserPerson.OpenName).ConfigureAwait(false)).Value : null;

    /// <summary>A page of users, by one question to the store. One whose key is lost is null: that one does not hide the others.</summary>
    public async ValueTask<IReadOnlyList<UserPerson?>> OpenAsync(TenantId tenant, IReadOnlyList<UserState> users)
    {
        await keys.PrepareAsync(tenant, users.Select(user => PersonalKey.Of(user.Subject))).ConfigureAwait(false);
        var people = new List<UserPerson?>(users.Count);
        foreach (var user in users)
        {
            var seal = await keys.FindAsync(tenant, PersonalKey.Of(user.Subject)).ConfigureAwait(false) ?? NoSeal.Instance;
            people.Add(TryOpen(user, seal));
        }

        return people;
    }

    /// <summary>The names of users, by one question to the store; of those who are there, and whose key is.</summary>
    public async ValueTask<IReadOnlyDictionary<SubjectId, string>> NamesAsync(TenantView tenant, IEnumerable<SubjectId> subjects)
    {
        var users = subjects.Distinct().Select(tenant.Subject).OfType<UserState>().ToArray();
        var people = await OpenAsync(tenant.Id, users).ConfigureAwait(false);
        return users.Zip(people).Where(pair => pair.Second is not null).ToDictionary(pair => pair.First.Subject, pair => pair.Second!.Username.Value);
    }

    /// <summary>The seal of whoever a command is about: of the user, or of the one who is to be.</summary>
    /// <param name="tenant">Whose user.</param>
    /// <param name="state">Who has the name, if anybody.</param>
    /// <param name="name">The name.</param>
    /// <param name="newSubject">Who is to have it, if nobody has.</param>
    internal async ValueTask<NamedUser> NamedAsync(TenantId tenant, UserState state, Username name, SubjectId newSubject)
    {
        var subject = state.Exists ? state.Subject : newSubject;

        if (state.Erased)
            return new NamedUser(name, newSubject, NoSeal.Instance);

        // Who has a key in the log's word must have it in the store: another one made now would hide that it is lost.
        var isSealed = state.Exists && !state.Username!.TryReadClear(out _);
        var seal = isSealed ? await FindAsync(tenant, subject).ConfigureAwait(false) : await keys.FindOrMakeAsync(tenant, subject).ConfigureAwait(false);
        return new NamedUser(name, subject, seal);
    }

    private static UserPerson? TryOpen(UserState user, IPersonalSeal seal)
    {
        try
        {
            return UserPerson.Open(user, seal);
        }
        catch (PersonalDataLostException)
        {
            return null;
        }
    }

    private async ValueTask<T> OpenAsync<T>(TenantId tenant, UserState user, Func<UserState, IPersonalSeal, T> open)
    {
        try
        {
            return open(user, await SealOfAsync(tenant, user).ConfigureAwait(false));
        }
        catch (PersonalDataLostException e)
        {
            throw new LogUnavailableException(e.Message, e);
        }
    }

    /// <summary>Of a user whom an old log has in clear there may be no key.</summary>
    private async ValueTask<IPersonalSeal> SealOfAsync(TenantId tenant, UserState user) => user.Username!.TryReadClear(out _)
        ? await keys.FindAsync(tenant, PersonalKey.Of(user.Subject)).ConfigureAwait(false) ?? NoSeal.Instance
        : await FindAsync(tenant, user.Subject).ConfigureAwait(false);

    private async ValueTask<IPersonalSeal> FindAsync(TenantId tenant, SubjectId user) =>
        await keys.FindAsync(tenant, PersonalKey.Of(user)).ConfigureAwait(false)
        ?? throw new LogUnavailableException($"The key of the user {user} of tenant {tenant} is not there: they were erased a moment ago, or it is lost.");
}
