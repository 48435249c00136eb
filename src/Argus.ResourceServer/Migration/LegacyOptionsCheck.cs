using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Argus.ResourceServer.Migration;

/// <summary>Says at the start what is missing.</summary>
internal sealed class LegacyOptionsCheck(IServiceProviderIsService services) : IValidateOptions<ArgusLegacyOptions>
{
    public ValidateOptionsResult Validate(string? name, ArgusLegacyOptions options)
    {
        if (options.RefusedAfter is null)
            return ValidateOptionsResult.Fail($"Scheme {name}: RefusedAfter is required: from when legacy tokens are refused.");
        return options.Verifier is null && !services.IsService(typeof(ILegacyTokenVerifier))
            ? ValidateOptionsResult.Fail($"Scheme {name}: Verifier is missing, and there is no service {nameof(ILegacyTokenVerifier)}.")
            : ValidateOptionsResult.Success;
    }
}
