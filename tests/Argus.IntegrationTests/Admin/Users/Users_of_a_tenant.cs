using Argus.Authority.SignIn;
using Argus.Authority.Views;
using Argus.Domain.Kernel;
using Argus.IntegrationTests.Http.Driving;

namespace Argus.IntegrationTests.Admin.Users;

[Collection(AdminNodeCollection.Name)]
public class Users_of_a_tenant(AdminNode admin)
{
    private const string Users = "/tenants/peopled/users";

    private readonly AdminApi _admin = admin.Admin;

    [Fact]
    public async Task are_made_changed_and_shown_without_their_passwords()
    {
        var made = await _admin.PutAsync($"{Users}/Alice", """{"password":"correct horse","claims":{"name":"Alice","email_verified":true}}""");
        var subject = made.Member("subject");
        Assert.Equal(
            $$$"""200 {"username":"alice","subject":"{{{subject}}}","enabled":true,"claims":{"email_verified":true,"name":"Alice"},"has_password":true,"external":null}""", made.ToString());
        Assert.Null(await SignInAsync("alice", "correct horse"));

        var changed = await _admin.PutAsync($"{Users}/alice", """{"username":"ALICE","claims":{"name":"Alice B."}}""");
        Assert.Equal((200, subject), (changed.Status, changed.Member("subject")));
        Assert.Equal("""{"name":"Alice B."}""", changed.Json.GetProperty("claims").GetRawText());
        Assert.Null(await SignInAsync("alice", "correct horse"));

        var entries = await EntriesAsync(subject!);
        Assert.Equal(["user.registered", "user.password_set", "user.claims_changed"], entries);
        await _admin.PutAsync($"{Users}/alice", """{"password":"correct horse"}""");
        Assert.Equal(entries, await EntriesAsync(subject!));
        await _admin.PutAsync($"{Users}/alice", """{"password":"another"}""");
        Assert.Equal("wrong_password", await SignInAsync("alice", "correct horse"));
        Assert.Null(await SignInAsync("alice", "another"));
    }

    [Fact]
    public async Task are_disabled_enabled_and_removed_from_that_moment_on()
    {
        var subject = (await _admin.PutAsync($"{Users}/bob", """{"password":"battery staple"}""")).Member("subject");

        Assert.False((await _admin.PostAsync($"{Users}/bob/disable")).Json.GetProperty("enabled").GetBoolean());
        Assert.Equal("disabled", await SignInAsync("bob", "battery staple"));
        Assert.True((await _admin.PostAsync($"{Users}/bob/enable")).Json.GetProperty("enabled").GetBoolean());
        Assert.Null(await SignInAsync("bob", "battery staple"));

        var removed = await _admin.DeleteAsync($"{Users}/bob");
        Assert.Equal("204 ", removed.ToString());
        Assert.Equal("unknown_user", await SignInAsync("bob", "battery staple"));
        (await _admin.GetAsync($"{Users}/bob")).IsProblem(404, "user_unknown");
        (await _admin.DeleteAsync($"{Users}/bob")).IsProblem(404, "user_unknown");
        Assert.NotEqual(subject, (await _admin.PutAsync($"{Users}/bob", """{"password":"battery staple"}""")).Member("subject"));
    }

    [Fact]
    public async Task are_listed_in_pages_in_the_order_in_which_they_came()
    {
        foreach (var name in new[] { "page-c", "page-a", "page-b" })
            Assert.Equal(200, (await _admin.PutAsync($"{Users}/{name}", """{"password":"x"}""")).Status);

        var names = new List<string>();
        Reply? page = null;
        do
        {
            page = await _admin.GetAsync($"{Users}?limit=2{(page is null ? "" : $"&after={page.Member("next")}")}");
            Assert.InRange(Names(page).Length, 1, 2);
            names.AddRange(Names(page));
        }
        while (page.Member("next") is not null);

        Assert.Equal(["page-c", "page-a", "page-b"], names.Where(name => name.StartsWith("page-", StringComparison.Ordinal)));
        (await _admin.GetAsync($"{Users}?limit=0")).IsProblem(400, "invalid_request");
        (await _admin.GetAsync("/tenants/nobody/users")).IsProblem(404, "tenant_unknown");
    }

    [Theory]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("50%", "50%25")]
    [InlineData("a%41", "a%2541")]
    [InlineData("zoë müller", "zo%C3%AB%20m%C3%BCller")]
    [InlineData("x@acme.example", "x@acme.example")]
    [InlineData("?#&", "%3F%23%26")]
    public async Task have_any_name_and_are_found_by_it_alone(string name, string escaped)
    {
        Assert.Equal(name, (await _admin.PutAsync($"{Users}/{escaped}", """{"password":"x"}""")).Member("username"));
        Assert.Equal(name, (await _admin.GetAsync($"{Users}/{escaped}")).Member("username"));
        Assert.Contains(name, Names(await _admin.GetAsync($"{Users}?limit=1000")));
        Assert.Equal(204, (await _admin.DeleteAsync($"{Users}/{escaped}")).Status);
    }

    [Theory]
    [InlineData("new", "{}", "password: a new user needs one")]
    [InlineData("new", """{"password":""}""", "password: must be 1 to 1024 characters")]
    [InlineData("new", """{"password":"x","username":"other"}""", "username: must be 'new'")]
    [InlineData("new", """{"password":"x","claims":{"sub":"y"}}""", "claims.sub: is set by Argus itself")]
    [InlineData("new", """{"password":"x","more":1}""", "more: unknown member")]
    public async Task are_refused_with_the_place_that_is_wrong(string name, string json, string error)
    {
        var reply = await _admin.PutAsync($"{Users}/{name}", json);

        reply.IsProblem(422, "description_refused");
        Assert.Contains(error, reply.Member("detail"), StringComparison.Ordinal);
        (await _admin.GetAsync($"{Users}/{name}")).IsProblem(404, "user_unknown");
    }

    [Fact]
    public async Task have_no_name_with_white_space_at_its_ends() =>
        (await _admin.PutAsync($"{Users}/a%20", """{"password":"x"}""")).IsProblem(400, "invalid_request");

    private async Task<string?> SignInAsync(string username, string password)
    {
        var tenant = admin.Node.Service<TenantDirectory>().Find("peopled")!;
        return (await admin.Node.Service<PasswordSignIn>().VerifyAsync(tenant, username, password, null, new Origin("test", "test"))).Failure;
    }

    /// <summary>The types of the events of one user's stream, after which nothing of the password stands in the log.</summary>
    private async Task<string[]> EntriesAsync(string subject)
    {
        var entries = await admin.Node.EntriesAsync("peopled");
        var stream = entries.First(entry => entry.GetProperty("data").TryGetProperty("subject", out var named) && named.GetString() == subject).GetProperty("stream").GetString();
        Assert.DoesNotContain(entries, entry => entry.GetRawText().Contains("correct horse", StringComparison.Ordinal));
        Assert.StartsWith("user:", stream, StringComparison.Ordinal);
        return [.. entries.Where(entry => entry.GetProperty("stream").GetString() == stream).Select(entry => entry.GetProperty("type").GetString()!)];
    }

    private static string[] Names(Reply list) => [.. list.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("username").GetString()!)];
}
