using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Apex.Web.Api;

/// <summary>The description of the HTTP API at /openapi/v1.json.</summary>
internal sealed class ApiDocument : IOpenApiDocumentTransformer
{
    private const string KeyScheme = "apiKey";

    public static void Add(IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer<ApiDocument>();
    });

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "Apex",
            Version = "v1",
            Description = "Wearable data, fresh, complete and explained. Lists answer {items, nextCursor}; refusals are problems of RFC 9457; instants are UTC.",
        };
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [KeyScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "apx_…",
                Description = "An API key with the scope the call needs: read for GET, manage for changes and for raw bodies.",
            },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(KeyScheme, document)] = [] }];
        return Task.CompletedTask;
    }
}
