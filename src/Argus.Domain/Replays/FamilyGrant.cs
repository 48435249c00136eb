using Argus.Domain.Kernel;

namespace Argus.Domain.Replays;

/// <summary>What a user allowed. Families that were allowed the same share it.</summary>
/// <param name="Resources">For which resources; none: for <c>userinfo</c> only.</param>
/// <param name="Scope">And what there.</param>
internal sealed record FamilyGrant(NameSet Resources, NameSet Scope);

/// <summary>The grants of late: there are few, however many families.</summary>
internal sealed class FamilyGrants
{
    private const int Most = 4_096;

    private readonly Dictionary<FamilyGrant, FamilyGrant> _known = [];

    public FamilyGrant Of(NameSet resources, NameSet scope)
    {
        var grant = new FamilyGrant(resources, scope);
        if (_known.TryGetValue(grant, out var known))
            return known;
        if (_known.Count == Most)
            _known.Clear();
        return _known[grant] = grant;
    }
}
