using Argus.ResourceServer;
using Argus.ResourceServer.Calling;
using Argus.ResourceServer.Calling.Dpop;
using Argus.ResourceServer.Calling.Issuer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Calls to other services, with access tokens of Argus that were made for them.</summary>
public static class ArgusTokenRegistration
{
    /// <summary>The client that this service is when it calls others.</summary>
    public static IServiceCollection AddArgusTokenClient(this IServiceCollection services, Action<ArgusClientOptions> configure) =>
        services.AddArgusTokenClient(string.Empty, configure);

    /// <summary>One of several clients that this service is: at another issuer, or by another name.</summary>
    /// <param name="name">What <see cref="AddArgusTokenFrom"/> and <see cref="AddArgusTokenForUserFrom"/> call it.</param>
    public static IServiceCollection AddArgusTokenClient(this IServiceCollection services, string name, Action<ArgusClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(name);
        services.AddOptions<ArgusClientOptions>(name).Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ArgusClientOptions>, ArgusClientValidation>());
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TokenClientMetrics>();
        services.TryAddSingleton<TokenClients>();
        services.AddHttpClient(IssuerHttp.Name(name), IssuerHttp.Configure)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(provider => IssuerHttp.NewHandler(ClientOptions(provider, name)));
        return services;
    }

    /// <summary>Every request is sent with an access token of the service itself (RFC 6749 §4.4).</summary>
    /// <param name="audience">The API's identifier, as its issuer knows it: the token's <c>aud</c>.</param>
    /// <param name="scopes">What the token shall allow; none for all that the client has there.</param>
    /// <exception cref="ArgusTokenException">From the request, when no token can be had.</exception>
    public static IHttpClientBuilder AddArgusToken(this IHttpClientBuilder builder, string audience, params string[] scopes) =>
        builder.AddArgusTokenFrom(string.Empty, audience, scopes);

    /// <summary>The same, by a client of that name.</summary>
    public static IHttpClientBuilder AddArgusTokenFrom(this IHttpClientBuilder builder, string client, string audience, params string[] scopes) =>
        Add(builder, client, new CalledApi(audience, scopes), _ => null);

    /// <summary>
    /// Every request is sent on behalf of whom the incoming one is: with a token that the issuer gives in exchange for that one's (RFC 8693), naming the user and
    /// this service as the actor. Outside of a request that an Argus token let in, there is none, and the call fails.
    /// </summary>
    /// <inheritdoc cref="AddArgusToken"/>
    public static IHttpClientBuilder AddArgusTokenForUser(this IHttpClientBuilder builder, string audience, params string[] scopes) =>
        builder.AddArgusTokenForUserFrom(string.Empty, audience, scopes);

    /// <summary>The same, by a client of that name.</summary>
    public static IHttpClientBuilder AddArgusTokenForUserFrom(this IHttpClientBuilder builder, string client, string audience, params string[] scopes)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHttpContextAccessor();
        return Add(builder, client, new CalledApi(audience, scopes), provider => new IncomingToken(provider.GetRequiredService<IHttpContextAccessor>()));
    }

    private static IHttpClientBuilder Add(IHttpClientBuilder builder, string client, CalledApi api, Func<IServiceProvider, IncomingToken?> incoming)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.PostConfigure<HttpClientFactoryOptions>(builder.Name, KeepOutOfLogs);
        return builder
            .AddHttpMessageHandler(provider => new ArgusTokenHandler(provider.GetRequiredService<TokenClients>().Named(client), api, incoming(provider)))
            .ConfigurePrimaryHttpMessageHandler((handler, provider) =>
            {
                var options = ClientOptions(provider, client);
                if (handler is SocketsHttpHandler sockets)
                    IssuerHttp.Showing(options, sockets);
                else if (options.Certificate is not null)
                    throw new InvalidOperationException("Tokens that are bound to a certificate need a SocketsHttpHandler, which can show it.");
            });
    }

    // The factory's own loggers can write headers; an application that lets them must not let these.
    private static void KeepOutOfLogs(HttpClientFactoryOptions options)
    {
        var others = options.ShouldRedactHeaderValue;
        options.ShouldRedactHeaderValue = header =>
            header.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || header.Equals(DpopProofs.Header, StringComparison.OrdinalIgnoreCase) || others(header);
    }

    private static ArgusClientOptions ClientOptions(IServiceProvider provider, string client) =>
        provider.GetRequiredService<IOptionsMonitor<ArgusClientOptions>>().Get(client);
}
