using System.Diagnostics.Metrics;
using Argus.ResourceServer;
using Argus.ResourceServer.Migration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets an API take the tokens that it had before Argus beside those of Argus, for a time.</summary>
public static class ArgusLegacyExtensions
{
    /// <summary>Stands beside the scheme <see cref="ArgusDefaults.AuthenticationScheme"/>: behind <c>AddArgus</c>.</summary>
    public static AuthenticationBuilder AddLegacyTokens(this AuthenticationBuilder builder, Action<ArgusLegacyOptions> configure) =>
        builder.AddLegacyTokens(ArgusDefaults.AuthenticationScheme, configure);

    /// <summary>Stands beside a scheme of Argus that has a name of its own. What makes no sense in its options stops the start.</summary>
    public static AuthenticationBuilder AddLegacyTokens(this AuthenticationBuilder builder, string scheme, Action<ArgusLegacyOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        ArgumentNullException.ThrowIfNull(configure);

        var legacy = LegacySelector.SchemeBeside(scheme);
        var services = builder.Services;
        services.TryAddSingleton<LegacySelector>();
        services.TryAddSingleton(provider => new ArgusMigration(provider.GetService<TimeProvider>() ?? TimeProvider.System, provider.GetRequiredService<IMeterFactory>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, LegacyRequirementHandler>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ArgusLegacyOptions>, LegacyOptionsCheck>());
        services.AddOptions<ArgusLegacyOptions>(legacy).Configure(options => options.Beside = scheme).ValidateOnStart();
        services.AddOptions<ArgusOptions>(scheme).PostConfigure(options => Select(options, scheme));
        services.PostConfigure<AuthenticationOptions>(options => KeepDefault(options, scheme, legacy));
        return builder.AddScheme<ArgusLegacyOptions, LegacyHandler>(legacy, displayName: null, configure);
    }

    private static void Select(ArgusOptions options, string scheme)
    {
        var others = options.ForwardDefaultSelector;
        options.ForwardDefaultSelector = http => http.RequestServices.GetRequiredService<LegacySelector>().Select(http, scheme) ?? others?.Invoke(http);
    }

    // The only scheme of an API is its default; it is still meant to be when this one has come beside it.
    private static void KeepDefault(AuthenticationOptions options, string scheme, string legacy)
    {
        if (options.Schemes.All(each => each.Name == scheme || each.Name == legacy))
            options.DefaultScheme ??= scheme;
    }
}
