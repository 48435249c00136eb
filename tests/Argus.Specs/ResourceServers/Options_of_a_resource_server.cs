using Argus.ResourceServer;
using Argus.Specs.Jose;

namespace Argus.Specs.ResourceServers;

public class Options_of_a_resource_server
{
    private static readonly ArgusOptionsCheck Check = new();

    public static TheoryData<string, Action<ArgusOptions>> Wrong => new()
    {
        { "Issuers is empty", Nobody },
        { "Issuers: \"http://auth.example\"", options => options.Issuers.Add("http://auth.example") },
        { "Issuers: \"https://auth.example/\"", options => options.Issuers.Add("https://auth.example/") },
        { "Issuers: \"https://AUTH.example/t/b\"", options => options.Issuers.Add("https://AUTH.example/t/b") },
        { "Issuers: \"https://auth.example/t/b?x\"", options => options.Issuers.Add("https://auth.example/t/b?x") },
        { "Issuers: \"https://auth.example/t/b#x\"", options => options.Issuers.Add("https://auth.example/t/b#x") },
        { "Issuers: \"https://u@auth.example/t/b\"", options => options.Issuers.Add("https://u@auth.example/t/b") },
        { "Issuers: \"https://auth.example/t/../b\"", options => options.Issuers.Add("https://auth.example/t/../b") },
        { "Issuers: \"auth.example\"", options => options.Issuers.Add("auth.example") },
        { "Issuers: \"\"", options => options.Issuers.Add("") },
        { "Issuers names one twice", options => options.Issuers.Add(Forge.Issuer) },
        { "Audience is required", options => options.Audience = " " },
        { "there are no wildcards", options => options.Audiences.Add("*") },
        { "Audiences has an empty one", options => options.Audiences.Add("") },
        { "RequiredScopes: \"a b\"", options => options.RequiredScopes.Add("a b") },
        { "RequiredScopes: \"a\"b\"", options => options.RequiredScopes.Add("a\"b") },
        { "RequiredScopes: \"*\"", options => options.RequiredScopes.Add("*") },
        { "ClockTolerance", options => options.ClockTolerance = TimeSpan.FromSeconds(301) },
        { "ClockTolerance", options => options.ClockTolerance = TimeSpan.FromSeconds(-1) },
        { "MaxTokenLifetime", options => options.MaxTokenLifetime = TimeSpan.FromSeconds(3601) },
        { "MaxStaleness", options => options.MaxStaleness = TimeSpan.Zero },
        { "KeysStaleFor", options => options.KeysStaleFor = TimeSpan.FromDays(8) },
        { "SingleUseCapacity", options => options.SingleUseCapacity = 0 },
        { "RememberedTokens", options => options.RememberedTokens = -1 },
        { "Revocation is", options => options.Revocation = (RevocationMode)7 },
        { "TrustBundle is", options => options.TrustBundle = new Uri("https://elsewhere.example/.well-known/trust-bundle") },
        { "TrustBundle is", options => options.TrustBundle = new Uri(Forge.Issuer) },
        { "PublicUrl is", options => options.PublicUrl = new Uri("http://api.acme.example") },
    };

    private static void Nobody(ArgusOptions options)
    {
        options.TrustBundle = null;
        options.Issuers.Clear();
    }

    private static ArgusOptions Sound()
    {
        var options = new ArgusOptions { Audience = Forge.Audience, TrustBundle = new Uri(Forge.Issuer + "/.well-known/trust-bundle") };
        options.Issuers.Add(Forge.Issuer);
        options.Issuers.Add("http://127.0.0.1:5080/t/acme");
        options.Issuers.Add("http://localhost:5080");
        options.Issuers.Add("https://auth.example");
        return options;
    }

    [Fact]
    public void are_sound_with_issuers_and_an_audience() => Assert.True(Check.Validate("Argus", Sound()).Succeeded);

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void that_make_no_sense_are_named(string message, Action<ArgusOptions> spoil)
    {
        var options = Sound();
        spoil(options);

        var failure = Assert.Single(Check.Validate("Argus", options).Failures!);

        Assert.Contains(message, failure, StringComparison.Ordinal);
    }
}
