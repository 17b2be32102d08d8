using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HospitalityMemory.Orchestrator.Tests.Service;

/// <summary>The service on a free port of 127.0.0.1, with its own folder.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;

    private RunningService(WebApplication app, DirectoryInfo folder)
    {
        _app = app;
        _folder = folder;
        Address = new Uri(app.Urls.Single());
    }

    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    public static Task<RunningService> StartAsync(params string[] settings) => StartAsync(static _ => { }, settings);

    /// <param name="configure">Changes the services after the sample has added its own.</param>
    /// <param name="settings">Settings such as <c>--Stores:Sessions=redis</c>.</param>
    public static async Task<RunningService> StartAsync(Action<IServiceCollection> configure, params string[] settings)
    {
        // A machine that tests many projects at once may take longer for a call than a host allows.
        string[] patient = ["--HospitalityMemory:ShortTerm:Timeout=00:00:30", "--HospitalityMemory:LongTerm:Timeout=00:00:30"];
        var folder = Directory.CreateTempSubdirectory("orchestrator-");
        var app = OrchestratorHost.Build(
            ["--contentRoot", folder.FullName, "--urls", "http://127.0.0.1:0", .. patient, .. settings],
            builder =>
            {
                builder.Logging.ClearProviders();
                configure(builder.Services);
            });
        await app.StartAsync();
        return new(app, folder);
    }

    /// <summary>A browser without a cookie.</summary>
    public GuestClient Anybody() => new(Address);

    /// <summary>A guest who has signed in.</summary>
    public async Task<GuestClient> GuestAsync(string name)
    {
        var guest = new GuestClient(Address);
        using var answer = await guest.PostAsync("/api/sign-in", new { name });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return guest;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
