using System.Net.Http.Headers;
using System.Text;
using Argus.Authority.Views;
using Argus.Domain.Keys;
using Argus.Domain.Kernel;
using Argus.Domain.Tokens;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Interop;

/// <summary>A node with one tenant whose keys roll over, by its policy or by an administrator's force.</summary>
internal sealed class RollingNode : IAsyncDisposable
{
    public const string Tenant = "rolling";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Client Administrator = new("argus-admin", "argus-admin-4Nd8mPq2Zx7Tc1Rw9Yk5Sv3Gj6Bf0Le_UoIXK");

    private RollingNode(TestNode node) => Node = node;

    public TestNode Node { get; }

    public string Issuer => Node.Issuer($"/t/{Tenant}");

    public KeyRingState Ring => Node.Service<TenantDirectory>().Find(Tenant)!.Keys.Ring;

    public int Rotations => Ring.Keys.Count(key => key.DeactivatedAt is not null);

    /// <param name="connectionString">Of an empty database.</param>
    /// <param name="policy">The members of the tenant's policy.</param>
    /// <param name="clock">Null: the system's.</param>
    public static async Task<RollingNode> StartAsync(string connectionString, string policy, TimeProvider? clock = null) => new(await TestNode.StartAsync(new NodeSettings
    {
        ConnectionString = connectionString,
        Clock = clock,
        More = ["--Argus:AdminSecret", Administrator.Secret],
        Provisioning = $$"""
            { "tenants": [ { "tenant": "{{Tenant}}", "policy": { {{policy}} },
              "resources": [ { "resource": "{{Known.Orders}}", "scopes": ["orders.read"] } ],
              "clients": [ { "client_id": "{{Known.Billing.Id}}", "client_secret": "{{Known.Billing.Secret}}", "scope": "orders.read",
                             "grant_types": ["client_credentials"], "resources": ["{{Known.Orders}}"] } ] } ] }
            """,
    }));

    public async Task<string> TokenAsync() => (await Node.TokenAsync($"/t/{Tenant}", Known.Billing)).AccessToken;

    /// <summary>The keys that signed the tenant's tokens, as its log has it.</summary>
    public async Task<IReadOnlyList<string>> SignersAsync()
    {
        var kids = new List<string>();
        await foreach (var entry in Node.Events.ReadAsync(Tenant, 0, TestContext.Current.CancellationToken))
        {
            if (EventCodec.Decode(entry.Bytes.Span).Event is TokenIssued issued)
                kids.Add(issued.Kid.Value);
        }

        return kids;
    }

    /// <summary>Has the next key sign at once, whoever knows it.</summary>
    public async Task ForceAsync()
    {
        var before = Rotations;
        var admin = await Node.TokenAsync("/t/system", Administrator, $"&resource={Client.Form(Node.Issuer("/admin"))}&scope=argus.operate");
        await Eventually.Holds("the key is rotated by force", Patience, async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/admin/v1/tenants/{Tenant}/keys/rotate");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", admin.AccessToken);
            request.Content = new StringContent("""{"force":true}""", Encoding.UTF8, "application/json");
            return (await Node.SendAsync(request)).Status == 202;
        });
        await Eventually.Holds("the next key signs", Patience, () => Rotations > before);
    }

    public ValueTask DisposeAsync() => Node.DisposeAsync();
}
