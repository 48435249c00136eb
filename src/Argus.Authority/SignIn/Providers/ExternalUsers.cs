using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Argus.Authority.Grains;
using Argus.Authority.PersonalData;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Users;
using Argus.Log;

namespace Argus.Authority.SignIn.Providers;

/// <summary>
/// The users that outside providers vouch for. Each is known by issuer and <c>sub</c> together, which make the name too: nobody becomes somebody else here because
/// a provider says that they have the same e-mail address.
/// </summary>
public sealed class ExternalUsers(Aggregates aggregates, UserPeople people, FeedFollower views, TimeProvider clock)
{
    // Names are folded to lower case: of two subjects that differ in case alone, both would have the same.
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Registers the user, or takes over what the provider says now. When it returns, this node's view shows it.</summary>
    /// <returns>The user; null if the name is somebody else's, or of somebody who was erased.</returns>
    /// <exception cref="LogUnavailableException">It is not durable, or does not show in this node's view yet.</exception>
    public async ValueTask<UserState?> RegisterAsync(TenantView tenant, ProvenUser proven, Origin origin)
    {
        var name = NameOf(proven);
        var external = new ExternalIdentity(proven.Issuer, proven.Subject);
        var subject = SubjectId.From(Guid.CreateVersion7(clock.GetUtcNow()));
        var outcome = await aggregates.Users.ExecuteAsync(
            tenant.Id, UserState.StreamOf(name), DescribeAsync, origin, CancellationToken.None).ConfigureAwait(false);
        if (outcome.Refusal is not null)
            return null;
        await views.ReachAsync(outcome.Feed).ConfigureAwait(false);
        return tenant.User(name);

        async ValueTask<Decision<IUserEvent>> DescribeAsync(UserState state) => UserDecider.RegisterExternal(
            state, await people.NamedAsync(tenant.Id, state, name, subject).ConfigureAwait(false), external, proven.Claims);
    }

    private static Username NameOf(ProvenUser proven)
    {
        var issuer = proven.Issuer[(proven.Issuer.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var readable = proven.Subject.AsSpan().ContainsAnyExcept(Plain) || issuer.Any(char.IsAsciiLetterUpper) ? null : $"{proven.Subject}@{issuer}";
        if (Username.TryParse(readable, out var name))
            return name;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{proven.Issuer}\n{proven.Subject}")));
        return Username.TryParse($"external:{digest}", out name) ? name : throw new InvalidOperationException("A digest is no name.");
    }
}
