using Argus.Authority.Clients;
using Argus.Authority.Grains;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.IdentityProviders;
using Argus.Domain.Kernel;
using Argus.Domain.Resources;
using Argus.Domain.SpiffeTrustDomains;
using Argus.Domain.Tenants;

namespace Argus.Authority.Provisioning;

/// <summary>
/// Makes the log agree with a document. What is so already appends nothing, so a document can be applied at every start, by many nodes at once.
/// The node's view must be fresh: it is read first, so that only differences cost a decision.
/// </summary>
public sealed class Provisioner(
    Aggregates aggregates, TenantDirectory directory, Issuers issuers, FirstKeys firstKeys, ClientSecrets secrets, UserProvisioner users, PeerProvisioner peers)
{
    private static readonly ParallelOptions Together = new() { MaxDegreeOfParallelism = 32 };

    /// <summary>Reads a document and applies it. A private key where only public ones belong is put on record; the document is refused for it.</summary>
    /// <inheritdoc cref="ApplyAsync(ProvisioningDocument, Origin)"/>
    public async Task<long?> ApplyAsync(Func<ProvisioningDocument> read, Origin origin)
    {
        ProvisioningDocument document;
        try
        {
            document = read();
        }
        catch (ProvisioningException e)
        {
            await peers.RecordAsync(e.PrivateKeys, origin).ConfigureAwait(false);
            throw;
        }

        return await ApplyAsync(document, origin).ConfigureAwait(false);
    }

    /// <returns>The last feed number appended, or null if nothing was.</returns>
    /// <exception cref="ProvisioningException">The document does not fit what is there. What came before the fault has been applied.</exception>
    public async Task<long?> ApplyAsync(ProvisioningDocument document, Origin origin)
    {
        ProvisioningCheck.Check(document, directory, issuers);
        var run = new Run(origin);
        await Parallel.ForEachAsync(document.Tenants, Together, (tenant, _) => ApplyTenantAsync(tenant, run)).ConfigureAwait(false);
        await EachAsync(tenant => tenant.Resources, (tenant, resource) => ApplyResourceAsync(tenant.Tenant, resource, run)).ConfigureAwait(false);
        await EachAsync(tenant => tenant.Clients, (tenant, client) => ApplyClientAsync(tenant.Tenant, client, run)).ConfigureAwait(false);
        await EachAsync(tenant => tenant.IdentityProviders, (tenant, provider) => ApplyProviderAsync(tenant.Tenant, provider, run)).ConfigureAwait(false);
        await EachAsync(tenant => tenant.Peers, (tenant, peer) => ApplyPeerAsync(tenant, peer, run)).ConfigureAwait(false);
        await EachAsync(tenant => tenant.SpiffeTrustDomains, (tenant, domain) => ApplyTrustDomainAsync(tenant.Tenant, domain, run)).ConfigureAwait(false);
        await EachAsync(tenant => tenant.Users, (tenant, user) => ApplyUserAsync(tenant.Tenant, user, run)).ConfigureAwait(false);
        return run.Errors.Count == 0 ? run.Feed : throw new ProvisioningException(run.Errors);

        Task EachAsync<T>(Func<TenantDescription, IEnumerable<T>> described, Func<TenantDescription, T, ValueTask> apply) => Parallel.ForEachAsync(
            document.Tenants.SelectMany(tenant => described(tenant).Select(one => (Tenant: tenant, One: one))), Together, (pair, _) => apply(pair.Tenant, pair.One));
    }

    private async ValueTask ApplyTenantAsync(TenantDescription description, Run run)
    {
        var view = directory.Find(description.Tenant.Value);
        if (Describe(view?.State ?? TenantState.Initial) is { Refusal: not null } or { Events.Count: > 0 })
        {
            var outcome = await aggregates.Tenants.ExecuteAsync(description.Tenant, TenantState.Stream, Describe, run.Origin, CancellationToken.None)
                .ConfigureAwait(false);
            run.Note(outcome.Refusal, description.Path, outcome.Appended?.Feed);
            if (outcome.Refusal is not null)
                return;
        }

        await ApplySignInAsync(description, view, run).ConfigureAwait(false);
        if (view is not { Keys.Ring.Keys.IsEmpty: false, LogKeys.Spans.Active: not null })
        {
            var bits = description.Policy.On(view?.State.Policy ?? new TenantPolicy()).KeyBits;
            run.Note(null, description.Path, await firstKeys.EnsureAsync(description.Tenant, bits, run.Origin).ConfigureAwait(false));
        }

        Decision<ITenantEvent> Describe(TenantState state) => TenantDecider.Describe(
            state,
            description.Tenant,
            description.DisplayName ?? (state.Exists ? state.DisplayName : description.Tenant.Value),
            description.Hosts ?? state.Hosts,
            description.Policy.On(state.Policy));
    }

    private async ValueTask ApplySignInAsync(TenantDescription description, TenantView? view, Run run)
    {
        if (description.SignIn is not { } signIn || view?.State.HandoffUri == signIn.HandoffUri)
            return;
        var outcome = await aggregates.Tenants.ExecuteAsync(
            description.Tenant, TenantState.Stream, state => TenantDecider.SignInAt(state, signIn.HandoffUri), run.Origin, CancellationToken.None).ConfigureAwait(false);
        run.Note(outcome.Refusal, description.At("sign_in"), outcome.Appended?.Feed);
    }

    private async ValueTask ApplyResourceAsync(TenantId tenant, ResourceDescription description, Run run)
    {
        if (Describe(directory.Find(tenant.Value)?.Resource(description.Resource) ?? ResourceState.Initial).Events.Count == 0)
            return;
        var outcome = await aggregates.Resources.ExecuteAsync(
            tenant, ResourceState.StreamOf(description.Resource), Describe, run.Origin, CancellationToken.None).ConfigureAwait(false);
        run.Note(outcome.Refusal, description.Path, outcome.Appended?.Feed);

        Decision<IResourceEvent> Describe(ResourceState state) =>
            ResourceDecider.Describe(state, description.Resource, description.Scopes ?? state.Scopes);
    }

    private async ValueTask ApplyClientAsync(TenantId tenant, ClientDescription description, Run run)
    {
        var known = directory.Find(tenant.Value)?.Client(description.ClientId) ?? ClientState.Initial;
        var isNew = description.Secret is { } secret && await secrets.FindAsync(known, secret).ConfigureAwait(false) is null;
        var hash = isNew ? secrets.Hash(description.Secret!) : null;
        if (Describe(known) is { Refusal: null, Events.Count: 0 })
            return;

        var outcome = await aggregates.Clients.ExecuteAsync(
            tenant, ClientState.StreamOf(description.ClientId), Describe, run.Origin, CancellationToken.None).ConfigureAwait(false);
        run.Note(outcome.Refusal, description.Place, outcome.Appended?.Feed);

        Decision<IClientEvent> Describe(ClientState state) =>
            ClientDecider.Describe(state, description.ClientId, description.On(state.Settings), hash);
    }

    private async ValueTask ApplyProviderAsync(TenantId tenant, ProviderDescription description, Run run)
    {
        if (directory.Find(tenant.Value)?.Provider(description.Provider.Name) == description.Provider)
            return;
        var outcome = await aggregates.IdentityProviders.ExecuteAsync(
            tenant,
            IdentityProviderState.StreamOf(description.Provider.Name),
            state => IdentityProviderDecider.Describe(state, description.Provider),
            run.Origin,
            CancellationToken.None).ConfigureAwait(false);
        run.Note(outcome.Refusal, description.Path, outcome.Appended?.Feed);
    }

    private async ValueTask ApplyPeerAsync(TenantDescription tenant, PeerDescription description, Run run)
    {
        var (refusal, feed) = await peers.ApplyAsync(tenant, description, run.Origin).ConfigureAwait(false);
        run.Note(refusal, description.Place, feed);
    }

    private async ValueTask ApplyTrustDomainAsync(TenantId tenant, TrustDomainDescription description, Run run)
    {
        if (directory.Find(tenant.Value)?.DescribedTrustDomain(description.TrustDomain) == description.Described)
            return;
        var outcome = await aggregates.SpiffeTrustDomains.ExecuteAsync(
            tenant,
            SpiffeTrustDomainState.StreamOf(description.TrustDomain),
            state => description.Described is { } described ? SpiffeTrustDomainDecider.Describe(state, described) : SpiffeTrustDomainDecider.Remove(state),
            run.Origin,
            CancellationToken.None).ConfigureAwait(false);
        run.Note(outcome.Refusal, description.Path, outcome.Appended?.Feed);
    }

    private async ValueTask ApplyUserAsync(TenantId tenant, UserDescription description, Run run)
    {
        var (refusal, feed) = await users.ApplyAsync(tenant, description, run.Origin).ConfigureAwait(false);
        run.Note(refusal, description.Path, feed);
    }

    /// <summary>One application of a document.</summary>
    private sealed class Run(Origin origin)
    {
        private readonly Lock _gate = new();
        private readonly List<string> _errors = [];

        public Origin Origin => origin;

        public IReadOnlyList<string> Errors => _errors;

        public long? Feed { get; private set; }

        public void Note(Refusal? refusal, string path, long? feed)
        {
            lock (_gate)
            {
                if (refusal is not null)
                    _errors.Add($"{path}: {refusal.Detail}");
                if (feed > (Feed ?? 0))
                    Feed = feed;
            }
        }
    }
}
