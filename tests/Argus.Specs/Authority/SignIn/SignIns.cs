using Argus.Authority.SignIn;
using Argus.Domain.Kernel;
using Argus.Domain.PersonalData;
using Argus.Domain.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Specs.Authority.SignIn;

/// <summary>A node whose tenant acme has users, and people who try to sign in there.</summary>
internal sealed class SignIns : IAsyncDisposable
{
    public const string Home = "192.0.2.1";
    public const string Elsewhere = "198.51.100.7";

    private readonly PasswordSignIn _signIn;

    private SignIns(SpecNode node)
    {
        Node = node;
        _signIn = new PasswordSignIn(node.People, node.Passwords, new SignInThrottle(node.Clock), node.Recorder, NullLogger<PasswordSignIn>.Instance);
    }

    public SpecNode Node { get; }

    public static async Task<SignIns> StartAsync()
    {
        var node = await SpecNode.StartAsync();
        await node.ApplyAsync(
            """
            {"tenants":[{"tenant":"acme","users":[
              {"username":"alice","password":"correct horse","claims":{"name":"Alice"}},{"username":"bob","password":"battery staple"},
              {"username":"gone","password":"was here"}]}]}
            """);
        await node.Log.PutAsync("acme", Stream("gone"), 2, new UserDisabled());
        await node.Log.PutAsync(
            "acme", Stream("external"), 0,
            Domain.Samples.Registered(Domain.Samples.Subject, Argus.Domain.Kernel.TextId.Parse<Username>("external"), new ExternalIdentity("https://there.example", "42")));
        await node.RefreshAsync();
        return new SignIns(node);
    }

    public static string Stream(string username) => UserState.StreamOf(Argus.Domain.Kernel.TextId.Parse<Username>(username));

    /// <returns>Null if it succeeds; else why not.</returns>
    public async Task<string?> TryAsync(string username, string password, string? source = Home) => (await VerifyAsync(username, password, source)).Failure;

    public Task<SignInResult> VerifyAsync(string username, string password, string? source = Home) =>
        _signIn.VerifyAsync(Node.Acme, username, password, source, SpecNode.Origin).AsTask();

    public async Task FailAsync(string username, int times, string? source = Home)
    {
        for (var i = 0; i < times; i++)
            Assert.NotEqual(SignInFailure.Throttled, await TryAsync(username, "wrong", source));
    }

    /// <summary>What the log has of failures, opened.</summary>
    public async Task<IReadOnlyList<Failure>> RefusedAsync()
    {
        await Node.Recorder.FlushAsync();
        var failures = new List<Failure>();
        foreach (var refused in (await Node.Log.Events()).Select(recorded => recorded.Event).OfType<UserSignInsRefused>().SelectMany(refused => refused.Refused))
        {
            Assert.Equal(refused.Subject is { } known && known != Domain.Samples.Subject ? PersonalKey.Of(known) : PersonalKey.Of(DateOnly.FromDateTime(Node.Clock.GetUtcNow().UtcDateTime)), refused.Source!.Sealed!.Key);
            var source = await Node.PersonalKeys.Keys.OpenAsync(Node.Acme.Id, "source", refused.Source);
            failures.Add(new Failure(refused.Reason, source, refused.Subject, refused.Times));
        }

        return failures;
    }

    public ValueTask DisposeAsync() => Node.DisposeAsync();
}

/// <summary>A sign-in that failed, as an auditor may read it.</summary>
internal sealed record Failure(string Reason, string? Source, SubjectId? Subject, int Times);
