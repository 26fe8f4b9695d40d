using Tagalong.Core.Settings;

namespace Tagalong.Server.AzureFunctions;

/// <summary>Sets up what the Azure Functions host invokes, where it is what started the process.</summary>
internal static class AzureFunctionsServices
{
    /// <summary>Adds it.</summary>
    /// <param name="builder">Where to add it.</param>
    /// <param name="isCustomHandler">Whether the host started the process. Otherwise there are no functions to be invoked.</param>
    public static void AddAzureFunctions(this WebApplicationBuilder builder, bool isCustomHandler)
    {
        var services = builder.Services;
        var section = builder.Configuration.GetSection("Tagalong:AzureFunctions");
        services.AddValidatedOptions(section, static section => section.Get<AzureFunctionsOptions>());

        var app = isCustomHandler ? FunctionAppReader.Read(builder.Configuration["FUNCTIONS_APP_ROOT_PATH"] ?? AppContext.BaseDirectory) : FunctionApp.None;
        services.AddSingleton(app);
        services.AddCheck(new FunctionAppChecks(app));
        services.AddSingleton<InvocationEndpoint>();
    }

    /// <summary>Maps the path of each function, and that by which the host asks whether the process is there.</summary>
    public static void MapAzureFunctions(this WebApplication app, bool isCustomHandler)
    {
        if (!isCustomHandler)
        {
            return;
        }

        var invocations = app.Services.GetRequiredService<InvocationEndpoint>();
        app.MapGet("/", static context => context.Response.WriteAsync("ok"));
        foreach (var function in app.Services.GetRequiredService<FunctionApp>().Triggered)
        {
            app.MapPost($"/{function.Name}", context => invocations.HandleAsync(context, function));
        }
    }
}
