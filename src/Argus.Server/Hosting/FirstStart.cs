using Argus.Authority;
using Argus.Authority.Clients;
using Argus.Authority.Provisioning;
using Argus.Authority.Views;
using Argus.Domain.Clients;
using Argus.Domain.Kernel;

namespace Argus.Server.Hosting;

/// <summary>
/// What every deployment has: the system tenant with its administrator, the default tenant and, from the first start, a demonstration resource with two clients.
/// The administrator comes last: once it exists, the first start is over.
/// </summary>
internal sealed class FirstStart(ArgusOptions options, Issuers issuers, TenantDirectory directory)
{
    public const string AdminClient = "argus-admin";
    public const string DemoClient = "demo-client";
    public const string DemoApi = "demo-api";

    private const string DemoScope = "demo.read";
    private static readonly string[] AdminScopes = ["argus.admin", "argus.operate", "argus.audit"];

    /// <summary>The documents to apply, in this order.</summary>
    /// <param name="credentials">Where secrets made now are kept.</param>
    /// <returns>And the secrets, when this is the first start.</returns>
    public async Task<(IReadOnlyList<ProvisioningDocument> Documents, IReadOnlyDictionary<string, string>? Secrets)> PlanAsync(Credentials credentials)
    {
        var administrator = Id(AdminClient);
        if (directory.Find(TenantId.System.Value)?.Client(administrator).Exists ?? false)
            return ([Of(DefaultTenant()), Of(SystemTenant(options.AdminSecret))], null);

        var fresh = new Dictionary<string, string>
        {
            [AdminClient] = options.AdminSecret ?? ClientSecrets.Generate(),
            [DemoClient] = ClientSecrets.Generate(),
            [DemoApi] = ClientSecrets.Generate(),
        };
        var secrets = await credentials.ReadOrWriteAsync(fresh).ConfigureAwait(false);
        if (fresh.Keys.FirstOrDefault(client => !secrets.ContainsKey(client)) is { } missing)
            throw new ConfigurationException($"{credentials.Path} has no secret for {missing}; remove the file to make new ones.");
        return ([Of(Demonstration(secrets)), Of(SystemTenant(options.AdminSecret ?? secrets[AdminClient]))], secrets);
    }

    private TenantDescription SystemTenant(string? adminSecret) => DefaultTenant() with
    {
        Tenant = TenantId.System,
        Resources = [new ResourceDescription("admin", AdminResource(), NameSet.Of(AdminScopes))],
        Clients =
        [
            new ClientDescription(AdminClient, Id(AdminClient))
            {
                Secret = adminSecret,
                GrantTypes = NameSet.Of(GrantType.ClientCredentials),
                Scope = NameSet.Of(AdminScopes),
                Resources = NameSet.Of(AdminResource().Value),
            },
        ],
    };

    private TenantDescription Demonstration(IReadOnlyDictionary<string, string> secrets)
    {
        var demo = Resource("https://api.demo.example");
        return DefaultTenant() with
        {
            Resources = [new ResourceDescription("demo", demo, NameSet.Of(DemoScope))],
            Clients =
            [
                new ClientDescription(DemoClient, Id(DemoClient))
                {
                    Secret = secrets[DemoClient],
                    GrantTypes = NameSet.Of(GrantType.ClientCredentials),
                    Scope = NameSet.Of(DemoScope),
                    Resources = NameSet.Of(demo.Value),
                },
                new ClientDescription(DemoApi, Id(DemoApi)) { Secret = secrets[DemoApi], Introspects = NameSet.Of(demo.Value) },
            ],
        };
    }

    private TenantDescription DefaultTenant() => new("first start", options.DefaultTenant, null, null, new PolicyDescription([]), [], []);

    private ResourceId AdminResource() => Resource(issuers.AdminResource);

    private static ProvisioningDocument Of(TenantDescription tenant) => new([tenant]);

    private static ClientId Id(string text) => ClientId.TryParse(text, out var id) ? id : throw new FormatException(text);

    private static ResourceId Resource(string text) => ResourceId.TryParse(text, out var id) ? id : throw new FormatException(text);
}
