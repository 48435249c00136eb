using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Argus.Server.Admin;

/// <summary>What the OpenAPI document says beyond the endpoints themselves.</summary>
internal static class AdminDescription
{
    private const string Bearer = "bearer";

    public static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("admin/", StringComparison.Ordinal) ?? false;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Argus Admin API",
                Version = "v1",
                Description = "Steers tenants and their keys. Times are RFC 3339 UTC; errors are problem documents (RFC 9457) with a stable code.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = Bearer,
                BearerFormat = "JWT",
                Description = "An access token of tenant 'system' for the resource {PublicUrl}/admin.",
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var scope = context.Description.ActionDescriptor.EndpointMetadata.OfType<AdminScope>().LastOrDefault();
            if (scope is not null && scope != AdminScope.None)
            {
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [.. scope.AnyOf] }];
                operation.Description = $"{operation.Description} Scope: {string.Join(" or ", scope.AnyOf)}.".Trim();
            }

            return Task.CompletedTask;
        });
    }
}
