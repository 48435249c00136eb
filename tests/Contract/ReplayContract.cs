using Argus.Authority.Replay;
using Argus.Domain.Kernel;
using Xunit;

namespace Argus.Contract;

/// <summary>What every <see cref="IReplayCache"/> holds to.</summary>
public abstract class ReplayContract
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly string _jti = Guid.CreateVersion7().ToString();

    protected abstract IReplayCache Cache { get; }

    [Fact]
    public async Task the_first_use_succeeds_and_the_second_does_not()
    {
        Assert.True(await Cache.TryAddAsync(Tenant("acme"), "client:a", _jti, Minute));
        Assert.False(await Cache.TryAddAsync(Tenant("acme"), "client:a", _jti, Minute));
    }

    [Fact]
    public async Task of_many_at_once_one_succeeds()
    {
        var uses = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Cache.TryAddAsync(Tenant("acme"), "client:a", _jti, Minute).AsTask()));

        Assert.Single(uses, used => used);
    }

    [Fact]
    public async Task the_same_identifier_of_another_issuer_or_at_another_tenant_is_another()
    {
        Assert.True(await Cache.TryAddAsync(Tenant("acme"), "client:a", _jti, Minute));
        Assert.True(await Cache.TryAddAsync(Tenant("acme"), "client:b", _jti, Minute));
        Assert.True(await Cache.TryAddAsync(Tenant("other"), "client:a", _jti, Minute));
        Assert.True(await Cache.TryAddAsync(Tenant("acme"), $"client:a\n{_jti}", "", Minute));
        Assert.True(await Cache.TryAddAsync(Tenant("acme"), "client:a", $"{_jti}\n", Minute));
    }

    [Fact]
    public async Task what_is_over_is_forgotten_and_the_rest_is_not()
    {
        Assert.True(await Cache.TryAddAsync(Tenant("acme"), "over", _jti, -Minute));
        Assert.True(await Cache.TryAddAsync(Tenant("acme"), "kept", _jti, Minute));

        Assert.True(await Cache.ForgetAsync(TestContext.Current.CancellationToken) > 0);

        Assert.True(await Cache.TryAddAsync(Tenant("acme"), "over", _jti, Minute));
        Assert.False(await Cache.TryAddAsync(Tenant("acme"), "kept", _jti, Minute));
    }

    private static TenantId Tenant(string name) => TenantId.TryParse(name, out var tenant) ? tenant : throw new FormatException(name);
}
