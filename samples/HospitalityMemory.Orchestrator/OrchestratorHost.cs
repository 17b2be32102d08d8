using System.Text.Json;
using System.Text.Json.Serialization;
using HospitalityMemory.Orchestrator.Agents;
using HospitalityMemory.Orchestrator.Catalogue;
using HospitalityMemory.Orchestrator.Chat;
using HospitalityMemory.Orchestrator.Errors;
using HospitalityMemory.Orchestrator.Guests;
using HospitalityMemory.Orchestrator.Model;
using HospitalityMemory.Orchestrator.Sessions;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Orchestrator;

/// <summary>Puts the service together: the memory, the agents, who may ask, and what may be asked.</summary>
internal static class OrchestratorHost
{
    /// <param name="args">Settings, such as <c>--Stores:Sessions=redis</c>.</param>
    /// <param name="configure">A test's changes, after everything else; null for none.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure)
    {
        var builder = WebApplication.CreateBuilder(args);

        var options = builder.Configuration.Get<OrchestratorOptions>() ?? new();
        if (options.Problem() is { } problem)
        {
            throw new InvalidOperationException(problem);
        }

        var folder = Directory.CreateDirectory(Path.Combine(builder.Environment.ContentRootPath, options.Stores.Folder)).FullName;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Limits.BodyBytes;
        });
        AddMemory(builder, options.Stores, folder);
        AddAgents(builder.Services, options);
        GuestAccess.Add(builder.Services, folder);
        AddWeb(builder.Services);

        configure?.Invoke(builder);

        var app = builder.Build();
        Map(app);
        return app;
    }

    private static void AddMemory(WebApplicationBuilder builder, OrchestratorOptions.StoreOptions stores, string folder)
    {
        var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "orchestrator.db") }.ConnectionString;
        var memory = builder.Services.AddHospitalityMemory(builder.Configuration).AddAgentMemory();
        _ = stores.Sessions switch
        {
            "redis" => memory.UseRedisSessions(),
            "sqlite" => memory.UseSqliteSessions(file),
            _ => memory,
        };
        _ = stores.Profiles switch
        {
            "firestore" => memory.UseFirestoreProfiles(),
            "sqlite" => memory.UseSqliteProfiles(file),
            _ => memory,
        };
        builder.Services.AddHealthChecks().AddHospitalityMemory();
    }

    private static void AddAgents(IServiceCollection services, OrchestratorOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(new PropertyCatalogue(CatalogueFile.Read()));
        services.AddSingleton(new ModelInfo(options.Model.Endpoint is null ? null : options.Model.Name));
        services.AddSingleton<IChatClient>(services => options.Model.Endpoint is null
            ? ActivatorUtilities.CreateInstance<RuleBasedChatClient>(services)
            : OpenAiModel.Connect(options.Model));
        services.AddSingleton<AgentTeam>();
        services.AddSingleton<ChatTurns>();
        services.AddSingleton<GuestSessions>();
    }

    private static void AddWeb(IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemExceptionHandler>();
        services.Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = true);
        services.AddOpenApi(static options => options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info.Title = "Orchestrator sample of HospitalityMemory";
            return Task.CompletedTask;
        }));
        services.ConfigureHttpJsonOptions(static options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        });
    }

    private static void Map(WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            SuppressDiagnosticsCallback = static context => context.Exception is { } exception && Problems.IsExpected(exception),
        });
        app.UseStatusCodePages();
        app.Use(static (context, next) =>
        {
            PageHeaders.Set(context.Response.Headers);
            return next(context);
        });
        app.UseAuthentication();
        app.UseAuthorization();

        var api = app.MapGroup("/api").AddEndpointFilter(JsonOnly.Check);
        GuestEndpoints.Map(api.MapGroup("").WithTags("guest"));
        SessionEndpoints.Map(api.MapGroup("/sessions").WithTags("conversations").RequireAuthorization());
        ChatEndpoints.Map(api.MapGroup("/chat").WithTags("conversations").RequireAuthorization());

        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = static check => !check.Tags.Contains("ready") });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = static check => check.Tags.Contains("ready") });
        app.MapOpenApi();
        Page.Map(app);
    }
}
