using Argus.ResourceServer.Keys;
using Microsoft.Extensions.Options;

namespace Argus.ResourceServer.Calling;

/// <summary>Says at the start what is wrong with the options of a token client. No message holds a secret.</summary>
internal sealed class ArgusClientValidation : IValidateOptions<ArgusClientOptions>
{
    private static readonly TimeSpan LeastTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostTimeout = TimeSpan.FromSeconds(60);

    public ValidateOptionsResult Validate(string? name, ArgusClientOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(ArgusClientOptions options)
    {
        if (!IssuerAddress.IsIssuer(options.Issuer))
            yield return $"{nameof(ArgusClientOptions.Issuer)} must be the issuer's URL: https, or http to this machine, without query, fragment and slash at the end.";
        else if (options.Certificate is not null && !options.Issuer.StartsWith("https:", StringComparison.Ordinal))
            yield return $"{nameof(ArgusClientOptions.Certificate)} can only be shown over https.";
        if (options.ClientId.Length == 0)
            yield return $"{nameof(ArgusClientOptions.ClientId)} must say which client this is.";
        if (new object?[] { options.ClientSecret, options.SigningKey, options.Certificate }.Count(credential => credential is not null) != 1)
            yield return $"One credential is needed: {nameof(ArgusClientOptions.ClientSecret)}, {nameof(ArgusClientOptions.SigningKey)} or {nameof(ArgusClientOptions.Certificate)}.";
        if (options.ClientSecret is "")
            yield return $"{nameof(ArgusClientOptions.ClientSecret)} must not be empty.";
        if (options.Certificate is { HasPrivateKey: false })
            yield return $"{nameof(ArgusClientOptions.Certificate)} must come with its private key.";
        if (options.Timeout < LeastTimeout || options.Timeout > MostTimeout)
            yield return $"{nameof(ArgusClientOptions.Timeout)} must be from 1 s to 60 s.";
        if (options.MostTokens < 1)
            yield return $"{nameof(ArgusClientOptions.MostTokens)} must be at least 1.";
    }
}
