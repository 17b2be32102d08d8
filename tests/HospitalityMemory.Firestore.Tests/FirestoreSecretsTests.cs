using System.Text;
using HospitalityMemory.Conformance.Faults;
using HospitalityMemory.Conformance.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Firestore.Tests;

/// <summary>The token that opens the project is a secret too.</summary>
[Collection(UsesEmulator.Name)]
public sealed class FirestoreSecretsTests(FirestoreEmulator emulator) : SecretsConformance
{
    private readonly string _project = FirestoreEmulator.NewProject();
    private TcpProxy? _proxy;

    protected override Task<IAsyncDisposable?> ChooseStoresAsync(IHospitalityMemoryBuilder memory, Planted planted)
    {
        _proxy = TcpProxy.Start(emulator.Port);
        memory.UseFirestoreProfiles(_project, _ => new(planted.Password), options =>
        {
            options.EmulatorHost = $"127.0.0.1:{_proxy.Port}";
            options.MaxAttempts = 2;
            options.InitialRetryDelay = options.MaxRetryDelay = TimeSpan.Zero;
        });
        memory.Services.Configure<HospitalityMemoryOptions>(static options =>
        {
            options.LongTerm.Timeout = TimeSpan.FromMinutes(1);
            options.LongTerm.ProfileCacheLifetime = TimeSpan.Zero;
        });
        return Task.FromResult<IAsyncDisposable?>(_proxy);
    }

    protected override IEnumerable<(string Name, Func<Task> Break, Func<Task> Mend)> Breaks(Planted planted)
    {
        var user = $"users/{FirestoreNames.EncodeId(planted.Guest)}";
        yield return ("a profile", () => PatchAsync(
            user, $$$$"""{"fields":{"schema_version":{"integerValue":"1"},"created_at":{"stringValue":"{{{{planted.Marker}}}}"},"{{{{planted.Marker}}}}":{"stringValue":"{{{{planted.Marker}}}}"}}}"""), NothingAsync);
        yield return ("a booking", () => PatchAsync(
            $"{user}/bookings/{FirestoreNames.EncodeId(planted.BookingId)}", $$$$"""{"fields":{"check_in":{"stringValue":"{{{{planted.Marker}}}}"},"city":{"integerValue":"7"}}}"""), NothingAsync);
        yield return ("no connection", () => Done(_proxy!.Refuse), () => Done(_proxy!.Resume));
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    /// <summary>Changes a document as another program would, without the library noticing.</summary>
    private async Task PatchAsync(string document, string json)
    {
        using var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null };
        using var client = new HttpClient(handler);
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await client.PatchAsync(
            new Uri($"http://{emulator.Host}/v1/projects/{_project}/databases/(default)/documents/{document}"), content);
        answer.EnsureSuccessStatusCode();
    }
}
