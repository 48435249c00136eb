using Argus.Authority;
using Argus.Authority.Provisioning;
using Argus.Authority.Views;
using Argus.Domain.Kernel;

namespace Argus.Server.Hosting;

/// <summary>What a node does before its first request: catch up with the log, make sure that what must exist does, and wait until its own view shows it.</summary>
internal sealed class Preparation(
    ArgusOptions options, Issuers issuers, TenantDirectory directory, FeedFollower views, FirstStart firstStart, Provisioner provisioner)
{
    private static readonly TimeSpan CatchUpTime = TimeSpan.FromMinutes(10);

    // A process id would not do: in a container it is the same at every start.
    private readonly string _correlationId = $"start:{Jti.From(Guid.CreateVersion7())}";

    /// <returns>The lines that greet whoever started the node.</returns>
    public async Task<string> RunAsync()
    {
        await views.CatchUpAsync(CatchUpTime).ConfigureAwait(false);
        var credentials = new Credentials(options.DataDirectory);
        var (documents, secrets) = await firstStart.PlanAsync(credentials).ConfigureAwait(false);
        foreach (var document in documents)
            await ApplyAsync(() => document, "node:first-start").ConfigureAwait(false);
        if (options.Provisioning is { } path)
        {
            var json = await ReadAsync(path).ConfigureAwait(false);
            await ApplyAsync(() => ProvisioningReader.Read(json), "node:provisioning").ConfigureAwait(false);
        }

        RefuseTakenPublicHost();
        return QuickStart.Lines(issuers, credentials, secrets);
    }

    /// <summary>
    /// A document cannot give the shared host away, but configuration can move it to a host that is given away: then two tenants would have one issuer, and
    /// whatever is meant for the default tenant would go to the other. Only after provisioning, which may have taken the host back.
    /// </summary>
    private void RefuseTakenPublicHost()
    {
        foreach (var tenant in directory.Tenants.Where(tenant => tenant.Id != issuers.DefaultTenant))
        {
            if (tenant.State.Hosts.FirstOrDefault(issuers.IsPublicHost) is { } host)
                throw new ConfigurationException($"Argus:PublicUrl is on the host '{host}', which is tenant {tenant.Id}'s own; provision that tenant without it first.");
        }
    }

    private async Task ApplyAsync(Func<ProvisioningDocument> read, string actor)
    {
        var origin = new Origin(actor, _correlationId);
        var feed = await provisioner.ApplyAsync(read, origin).ConfigureAwait(false);
        await views.ReachAsync(feed, CatchUpTime).ConfigureAwait(false);
    }

    private static async Task<byte[]> ReadAsync(string path)
    {
        try
        {
            return await File.ReadAllBytesAsync(path).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"Argus:Provisioning names {path}, which cannot be read: {e.Message}", e);
        }
    }
}
