using System.Net;
using System.Net.Http.Headers;
using Argus.Jose;
using Argus.ResourceServer;
using Argus.Specs.Jose;

namespace Argus.Specs.ResourceServers;

public class Keys_of_an_issuer(Keys keys) : IClassFixture<Keys>
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(300);

    private readonly FakeIssuers _issuers = new();

    private SigningKey Old => keys.Issuers;

    private SigningKey New => keys.Attackers;

    [Fact]
    public async Task are_fetched_again_before_they_cease_to_be_fresh()
    {
        _issuers.Publish(Forge.Issuer, Old);
        await using var api = await Protected.StartAsync(_issuers);
        Assert.Equal(1, _issuers.Asked(FakeIssuers.KeysPath));

        await api.PassAsync(MaxAge * 0.59);
        Assert.Equal(1, _issuers.Asked(FakeIssuers.KeysPath));

        await api.PassAsync(MaxAge * 0.32);
        Assert.Equal(2, _issuers.Asked(FakeIssuers.KeysPath));
        Assert.Equal(1, _issuers.Asked(FakeIssuers.MetadataPath));
    }

    [Fact]
    public async Task that_leave_the_set_verify_nothing_after_the_next_fetch_not_even_what_is_remembered()
    {
        _issuers.Publish(Forge.Issuer, Old, New);
        await using var api = await Protected.StartAsync(_issuers);
        var token = Protected.Token(Old);
        await api.RememberAsync(token);

        _issuers.PublishKeys(Forge.Issuer, New);
        await api.PassAsync(MaxAge);

        Assert.Equal(ReasonCode.UnknownKeyId, await api.ReasonAsync(token));
        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(Protected.Token(New)));
    }

    [Fact]
    public async Task that_are_new_are_found_by_the_first_token()
    {
        _issuers.Publish(Forge.Issuer, Old);
        await using var api = await Protected.StartAsync(_issuers);

        _issuers.PublishKeys(Forge.Issuer, Old, New);

        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(Protected.Token(New)));
    }

    [Fact]
    public async Task are_looked_for_once_in_30_s_however_many_kids_nobody_knows()
    {
        _issuers.Publish(Forge.Issuer, Old);
        await using var api = await Protected.StartAsync(_issuers);
        var held = new TaskCompletionSource();
        _issuers.Hold = held.Task;

        var flood = Enumerable.Range(0, 200).Select(each => api.ReasonAsync(WithKid($"made-up-{each}"))).ToArray();
        held.SetResult();

        Assert.All(await Task.WhenAll(flood), reason => Assert.Equal(ReasonCode.UnknownKeyId, reason));
        Assert.Equal(2, _issuers.Asked(FakeIssuers.KeysPath));

        await api.PassAsync(TimeSpan.FromSeconds(29));
        await api.ReasonAsync(WithKid("another"));
        Assert.Equal(2, _issuers.Asked(FakeIssuers.KeysPath));

        await api.PassAsync(TimeSpan.FromSeconds(1));
        await api.ReasonAsync(WithKid("another"));
        Assert.Equal(3, _issuers.Asked(FakeIssuers.KeysPath));

        // The same once more is known to be in vain.
        await api.PassAsync(TimeSpan.FromSeconds(30));
        await api.ReasonAsync(WithKid("another"));
        Assert.Equal(3, _issuers.Asked(FakeIssuers.KeysPath));
    }

    [Fact]
    public async Task are_good_while_the_issuer_is_away_up_to_the_cap()
    {
        _issuers.Publish(Forge.Issuer, Old);
        await using var api = await Protected.StartAsync(_issuers, options =>
        {
            options.KeysStaleFor = TimeSpan.FromMinutes(2);
            options.MaxTokenLifetime = TimeSpan.FromHours(1);
        });
        var token = Protected.Token(Old);
        _issuers.TakeDown(Forge.Issuer);

        await api.PassAsync(MaxAge + TimeSpan.FromMinutes(2));
        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(token));

        await api.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(ReasonCode.KeysUnavailable, await api.ReasonAsync(token));
        Assert.Equal(ReasonCode.KeysUnavailable, await api.ReasonAsync(Protected.Token(Old)));

        _issuers.Publish(Forge.Issuer, Old);
        await api.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(token));
    }

    [Fact]
    public async Task that_are_not_known_while_the_issuer_is_away_may_exist()
    {
        _issuers.Publish(Forge.Issuer, Old);
        await using var api = await Protected.StartAsync(_issuers);
        _issuers.TakeDown(Forge.Issuer);

        Assert.Equal(ReasonCode.UnknownKeyId, await api.ReasonAsync(Protected.Token(New)));

        await api.PassAsync(MaxAge + TimeSpan.FromSeconds(1));
        Assert.Equal(ReasonCode.KeysUnavailable, await api.ReasonAsync(Protected.Token(New)));
    }

    [Fact]
    public async Task that_nobody_can_fetch_yet_keep_the_API_waiting_once_only()
    {
        await using var api = await Protected.StartAsync(_issuers);
        var token = Protected.Token(Old);

        Assert.Equal(ReasonCode.KeysUnavailable, await api.ReasonAsync(token));
        var asked = _issuers.Asked(FakeIssuers.MetadataPath);
        Assert.Equal(ReasonCode.KeysUnavailable, await api.ReasonAsync(token));
        Assert.Equal(asked, _issuers.Asked(FakeIssuers.MetadataPath));

        _issuers.Publish(Forge.Issuer, Old);
        await api.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(token));
    }

    [Fact]
    public async Task are_waited_for_by_the_first_requests()
    {
        _issuers.Publish(Forge.Issuer, Old);
        var held = new TaskCompletionSource();
        _issuers.Hold = held.Task;
        await using var api = new Protected(_issuers);

        var first = api.ReasonAsync(Protected.Token(Old));
        Assert.False(first.IsCompleted);
        held.SetResult();

        Assert.Equal(ReasonCode.Accepted, await first);
        Assert.Equal(1, _issuers.Asked(FakeIssuers.KeysPath));
    }

    [Fact]
    public async Task that_do_not_come_in_5_s_are_not_waited_for()
    {
        _issuers.Publish(Forge.Issuer, Old);
        _issuers.Hold = new TaskCompletionSource().Task;
        await using var api = new Protected(_issuers);
        var first = api.ReasonAsync(Protected.Token(Old));
        for (var polls = 0; _issuers.Asked(FakeIssuers.MetadataPath) == 0; polls++)
        {
            Assert.True(polls < 10_000, "nothing is asked for");
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        api.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(ReasonCode.KeysUnavailable, await first);
    }

    public static TheoryData<string> BadSets =>
    [
        """{"keys":[]}""", """{"keys":[{"kty":"EC"}]}""", """{}""", "", "[]", "\"keys\"", """{"keys":null}""",
        """{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}""", new string('x', 300 * 1024),
    ];

    [Theory]
    [MemberData(nameof(BadSets))]
    public async Task are_not_replaced_by_a_set_that_makes_no_sense(string set)
    {
        _issuers.Publish(Forge.Issuer, Old);
        await using var api = await Protected.StartAsync(_issuers);

        _issuers.Answer(Forge.Issuer + FakeIssuers.KeysPath, FakeIssuers.Json(set));
        await api.PassAsync(MaxAge);

        Assert.True(_issuers.Asked(FakeIssuers.KeysPath) > 1);
        Assert.Equal(ReasonCode.Accepted, await api.ReasonAsync(Protected.Token(Old)));
    }

    [Theory]
    [InlineData(HttpStatusCode.Redirect, "application/json")]
    [InlineData(HttpStatusCode.InternalServerError, "application/json")]
    [InlineData(HttpStatusCode.OK, "text/html")]
    [InlineData(HttpStatusCode.NotModified, "application/json")]
    public async Task are_not_taken_from_an_answer_of_another_kind(HttpStatusCode status, string type)
    {
        _issuers.Publish(Forge.Issuer, Old);
        _issuers.Answer(Forge.Issuer + FakeIssuers.KeysPath, request =>
        {
            var answer = new HttpResponseMessage(status) { RequestMessage = request, Content = new ByteArrayContent(JwkSet.Write([Old.PublicJwk])) };
            answer.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
            answer.Headers.Location = new Uri("http://127.0.0.1/elsewhere");
            return answer;
        });
        await using var api = await Protected.StartAsync(_issuers);

        Assert.Equal(ReasonCode.KeysUnavailable, await api.ReasonAsync(Protected.Token(Old)));
        Assert.Equal(0, _issuers.Asked("/elsewhere"));
    }

    [Theory]
    [InlineData("""{"issuer":"https://other.example","jwks_uri":"https://auth.example/t/acme/.well-known/jwks.json"}""")]
    [InlineData("""{"issuer":"https://auth.example/t/acme/","jwks_uri":"https://auth.example/t/acme/.well-known/jwks.json"}""")]
    [InlineData("""{"jwks_uri":"https://auth.example/t/acme/.well-known/jwks.json"}""")]
    [InlineData("""{"issuer":"https://auth.example/t/acme"}""")]
    [InlineData("""{"issuer":"https://auth.example/t/acme","jwks_uri":1}""")]
    [InlineData("""{"issuer":"https://auth.example/t/acme","jwks_uri":"http://auth.example/keys"}""")]
    [InlineData("""{"issuer":"https://auth.example/t/acme","jwks_uri":"http://127.0.0.1/keys"}""")]
    [InlineData("""{"issuer":"https://auth.example/t/acme","jwks_uri":"file:///etc/passwd"}""")]
    [InlineData("""{"issuer":"https://auth.example/t/acme","jwks_uri":"/keys"}""")]
    [InlineData("""{"issuer":"\ud800","jwks_uri":"https://auth.example/t/acme/.well-known/jwks.json"}""")]
    [InlineData("""{"issuer":"https://auth.example/t/acme","issuer":"https://auth.example/t/acme","jwks_uri":"https://auth.example/t/acme/.well-known/jwks.json"}""")]
    [InlineData("[]")]
    public async Task are_not_looked_for_where_the_metadata_is_not_the_issuers_own(string metadata)
    {
        _issuers.Publish(Forge.Issuer, Old);
        _issuers.Answer(Forge.Issuer + FakeIssuers.MetadataPath, FakeIssuers.Json(metadata));
        await using var api = await Protected.StartAsync(_issuers);

        Assert.Equal(ReasonCode.KeysUnavailable, await api.ReasonAsync(Protected.Token(Old)));
        Assert.Equal(0, _issuers.Asked(FakeIssuers.KeysPath));
        Assert.Equal(0, _issuers.Asked("/keys"));
    }

    private string WithKid(string kid) => Forge.Sign(keys.Attackers, $$"""{"alg":"RS256","kid":"{{kid}}","typ":"at+jwt"}""", Forge.Payload());
}
