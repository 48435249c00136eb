using System.Net;
using System.Web;
using Argus.Authority.SignIn.Providers;
using Argus.Authority.Verification;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.Domain.Users;
using Argus.IntegrationTests.Http.Authorization;
using Argus.IntegrationTests.Http.Device;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.PersonalData;

/// <summary>A user with texts of their own, who leaves them wherever a user can: at two tenants, one of which has them sign in at its host application.</summary>
internal sealed class LivedUser(TestNode node)
{
    public const string Name = "wilhelmina.quuxbury@person.example";
    public const string FullName = "Wilhelmina Quuxbury-Zzyzx";
    public const string External = "outside-subject-of-xanthippe-4711";
    public const string ExternalName = "Xanthippe Plugh";
    public const string Agent = "QuuxburyBrowser/9.7 (erasure)";
    public const string State = "state-of-quuxbury-ä";

    private const string Escaped = "wilhelmina.quuxbury@person.example";

    public static readonly IPAddress From = IPAddress.Parse("127.83.41.7");

    /// <summary>What only the user is, or where they were.</summary>
    public static IReadOnlyList<string> Texts { get; } = [Name, "quuxbury@", FullName, External, ExternalName, Agent, From.ToString(), State, Uri.EscapeDataString(Name)];

    private readonly AdminApi _admin = new(node);

    public string Subject { get; private set; } = "";

    public Reply Tokens { get; private set; } = null!;

    public Browser Browser { get; } = new(node);

    public static string Path(string tenant) => $"/tenants/{tenant}/users/{Escaped}";

    public async Task LiveAsync()
    {
        await BeMadeAsync("acme");
        await BeMadeAsync("hosted");
        Subject = (await _admin.GetAsync(Path("acme"))).Member("subject")!;
        await PushAndSignInAsync();
        await UseTokensAsync();
        await ConnectADeviceAsync();
        await SignInElsewhereAsync();
        await BeHandedOffAsync();
        await FailToSignInAsync();
        await node.Service<AuditRecorder>().FlushAsync();
    }

    private async Task BeMadeAsync(string tenant)
    {
        Assert.Equal(200, (await _admin.PutAsync(Path(tenant), $$"""{ "password": "{{Walks.Password}}", "claims": { "name": "someone else" } }""")).Status);
        Assert.Equal(200, (await _admin.PutAsync(Path(tenant), $$"""{ "claims": { "name": "{{FullName}}", "email": "{{Name}}" } }""")).Status);
    }

    /// <summary>PAR, the page, the code, with the name as a hint all the way.</summary>
    private async Task PushAndSignInAsync()
    {
        var parameters = Walks.Parameters(("login_hint", Name), ("state", State));
        var pushed = await node.PostAsync("/t/acme/oauth/par", Browser.Encode(parameters));
        Assert.Equal(201, pushed.Status);
        var url = $"/t/acme/oauth/authorize?client_id={Known.Spa}&request_uri={Uri.EscapeDataString(pushed.Member("request_uri")!)}";
        var code = (await Browser.WalkAsync(url, Name)).Code();
        Tokens = await RedeemAsync("acme", code);
        Assert.Equal(200, Tokens.Status);
    }

    private async Task UseTokensAsync()
    {
        (await node.IntrospectAsync("/t/acme", Known.OrdersApi, Tokens.AccessToken)).IsActive();
        var info = await node.GetAsync("/t/acme/oauth/userinfo", AdminApi.Bearer(Tokens.AccessToken));
        Assert.Equal((200, Subject), (info.Status, info.Member("sub")));
        Tokens = await RefreshAsync();
        Assert.Equal(200, Tokens.Status);
    }

    public Task<Reply> RefreshAsync() => node.PostAsync(
        "/t/acme/oauth/token", Browser.Encode(("grant_type", "refresh_token"), ("client_id", Known.Spa), ("refresh_token", Tokens.Member("refresh_token")!)));

    private async Task ConnectADeviceAsync()
    {
        var asked = await node.PostAsync("/t/acme/oauth/device", $"client_id={Devices.Tv}&scope=openid%20offline_access%20orders.read");
        Assert.Equal(200, asked.Status);
        await Devices.DecideAsync(Browser, "/t/acme", asked, username: Name);
        var polled = await node.PostAsync(
            "/t/acme/oauth/token", Browser.Encode(("grant_type", Devices.Grant), ("client_id", Devices.Tv), ("device_code", asked.Member("device_code")!)));
        Assert.Equal(200, polled.Status);
    }

    /// <summary>As if an outside provider had said so.</summary>
    private async Task SignInElsewhereAsync()
    {
        var proven = new ProvenUser("https://outside.example", External, null, UserClaims.Of([new("name", ClaimValue.Of(ExternalName))]));
        var origin = new Origin("provider:outside", "spec", From.ToString(), Agent);
        Assert.NotNull(await node.Service<ExternalUsers>().RegisterAsync(node.Service<TenantDirectory>().Find("acme")!, proven, origin));
    }

    private async Task BeHandedOffAsync()
    {
        var browser = new Browser(node);
        var url = Walks.Url("/t/hosted", ("login_hint", Name), ("state", State));
        var there = HttpUtility.ParseQueryString(new Uri((await browser.GetAsync(url)).Header("Location")!).Query);
        var asked = await _admin.GetAsync($"/tenants/hosted/sign-ins/{there["login_challenge"]}");
        Assert.Equal(Name, asked.Member("login_hint"));
        var accepted = await _admin.PostAsync(
            $"/tenants/hosted/sign-ins/{there["login_challenge"]}/accept", $$"""{ "username": "{{Name}}", "claims": { "name": "{{FullName}}", "nickname": "quuxbury@" } }""");
        var back = await browser.GetAsync(new Uri(accepted.Member("redirect_to")!).PathAndQuery);
        Assert.Equal((303, url), (back.Status, back.Header("Location")));
        Assert.Equal(200, (await RedeemAsync("hosted", (await browser.GetAsync(url)).Code())).Status);
    }

    private async Task FailToSignInAsync()
    {
        foreach (var name in new[] { Name, "nobody.quuxbury@person.example" })
        {
            var browser = new Browser(node);
            var page = await browser.GetAsync(Walks.Url("/t/acme", ("login_hint", name)));
            (await browser.SignInAsync(page, name, "wrong")).ShowsPage(200, "Sign in");
        }

        Assert.Equal(401, (await node.TokenAsync("/t/acme", new Client(Known.OrdersApi.Id, "wrong"))).Status);
    }

    private Task<Reply> RedeemAsync(string tenant, string code) => node.PostAsync($"/t/{tenant}/oauth/token", Browser.Encode(
        ("grant_type", "authorization_code"), ("client_id", Known.Spa), ("code", code), ("code_verifier", Walks.Verifier), ("redirect_uri", Walks.Callback)));
}
