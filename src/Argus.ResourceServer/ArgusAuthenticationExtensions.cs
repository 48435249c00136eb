using Argus.ResourceServer;
using Argus.ResourceServer.Authorization;
using Argus.ResourceServer.Guarding;
using Argus.ResourceServer.Keys;
using Argus.ResourceServer.Revocation;
using Argus.ResourceServer.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Protects an API with access tokens of Argus.</summary>
public static class ArgusAuthenticationExtensions
{
    /// <summary>Adds the scheme <see cref="ArgusDefaults.AuthenticationScheme"/>. The only scheme of an API is its default.</summary>
    public static AuthenticationBuilder AddArgus(this AuthenticationBuilder builder, Action<ArgusOptions> configure) =>
        builder.AddArgus(ArgusDefaults.AuthenticationScheme, configure);

    /// <summary>Adds a scheme under a name of its own. What makes no sense in its options stops the start with an <see cref="OptionsValidationException"/>.</summary>
    public static AuthenticationBuilder AddArgus(this AuthenticationBuilder builder, string scheme, Action<ArgusOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        ArgumentNullException.ThrowIfNull(configure);

        var services = builder.Services;
        services.AddMetrics();
        services.TryAddSingleton<GuardMeter>();
        services.TryAddSingleton(provider => new Observer(provider.GetRequiredService<ILoggerFactory>().CreateLogger(GuardMeter.Name), provider.GetRequiredService<GuardMeter>()));
        services.TryAddSingleton<IRevocationViews, FollowedFeeds>();
        services.TryAddSingleton<KnownKeys>();
        services.TryAddSingleton<GuardFactory>();
        services.TryAddSingleton<SchemeGuards>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SchemeGuards>(provider => provider.GetRequiredService<SchemeGuards>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, ArgusRequirementHandler>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ArgusOptions>, ArgusOptionsCheck>());
        services.AddSingleton(new AddedScheme(scheme));
        services.AddOptions<ArgusOptions>(scheme).ValidateOnStart();
        return builder.AddScheme<ArgusOptions, ArgusHandler>(scheme, displayName: null, configure);
    }
}
