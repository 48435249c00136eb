using Argus.Jose;
using Argus.ResourceServer.Keys;
using Argus.ResourceServer.Receipts;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Has an API tell an issuer what it decided about its tokens.</summary>
public static class ArgusReceiptsExtensions
{
    /// <summary>
    /// Hands in signed receipts of all decisions about tokens of one issuer, in the background. No request waits for it or fails by it. Once for each issuer.
    /// </summary>
    /// <exception cref="OptionsValidationException">What is configured makes no sense.</exception>
    /// <exception cref="ArgumentException">The key cannot sign RS256.</exception>
    public static IServiceCollection AddArgusReceipts(this IServiceCollection services, Action<ArgusReceiptsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new ArgusReceiptsOptions();
        configure(options);
        ArgusReceiptsOptionsCheck.Demand(options);
        var key = new SigningKey(options.SigningKey!);

        services.AddMetrics();
        services.TryAddSingleton<KnownKeys>();
        services.TryAddSingleton<ReceiptMeter>();
        services.AddKeyedSingleton(options.Issuer, (provider, _) => new PendingReceipts(options.Issuer, provider.GetRequiredService<ReceiptMeter>(), options.TimeProvider));
        services.AddSingleton<IDecisionSink>(provider => provider.GetRequiredKeyedService<PendingReceipts>(options.Issuer));
        return services.AddSingleton<IHostedService>(provider => Sender(provider, options, key));
    }

    private static ReceiptSender Sender(IServiceProvider provider, ArgusReceiptsOptions options, SigningKey key)
    {
        var pending = provider.GetRequiredKeyedService<PendingReceipts>(options.Issuer);
        var log = provider.GetRequiredService<ILoggerFactory>().CreateLogger("Argus.ResourceServer.Receipts");
        var chain = new ReceiptChain(new ReceiptIdentity(options.ClientId, options.Issuer, key), provider.GetRequiredService<KnownKeys>(), options.TimeProvider);
        var channel = ReceiptChannel.To(options.Issuer, options.Backchannel, options.TimeProvider);
        var observer = new ReceiptObserver(log, provider.GetRequiredService<ReceiptMeter>(), options.Issuer);
        return new ReceiptSender(pending, new ReceiptDelivery(pending, chain, channel, observer, options.TimeProvider), options.Interval, options.TimeProvider);
    }
}
