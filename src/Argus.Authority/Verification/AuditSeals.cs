using Argus.Authority.PersonalData;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;
using Argus.Log;

namespace Argus.Authority.Verification;

/// <summary>Makes appends of what was counted. Addresses are sealed, each under the key of the user who was named, or of the day.</summary>
public sealed class AuditSeals(EntryWriter writer, PersonalKeys keys)
{
    private const string Actor = "node:audit";
    private const string Member = "source";

    internal async ValueTask<TRefused[]> SourcesAsync<TWho, TRefused>(
        TenantId tenant, IReadOnlyList<Counted<TWho>> counts, Func<TWho?, SubjectId?> userOf, Func<Counted<TWho>, Kept<string>?, TRefused> make)
    {
        var refused = new TRefused[counts.Count];
        for (var i = 0; i < refused.Length; i++)
        {
            var source = counts[i].Source is { } address
                ? (await keys.OfUserOrTodayAsync(tenant, userOf(counts[i].Who)).ConfigureAwait(false)).Keep(Member, address)
                : null;
            refused[i] = make(counts[i], source);
        }

        return refused;
    }

    internal async ValueTask<Append> NewStreamAsync(string kind, TenantId tenant, IDomainEvent @event, DateTimeOffset now)
    {
        var id = Jti.From(Guid.CreateVersion7(now)).Value;
        var entries = await writer.WriteAsync(tenant, [@event], new Origin(Actor, id)).ConfigureAwait(false);
        return new Append(tenant.Value, new StreamAppend($"{kind}:{id}", 0, entries));
    }
}
