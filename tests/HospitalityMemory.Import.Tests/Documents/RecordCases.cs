using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HospitalityMemory.Import.Tests.Documents;

/// <summary>Imports records, and reads what became of them.</summary>
internal static class RecordCases
{
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    public static ServiceProvider Provider(Action<HospitalityMemoryOptions>? configure = null, Action<IServiceCollection>? register = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        register?.Invoke(services);
        services.AddHospitalityMemory(configure ?? (static _ => { })).AddImport();
        return services.BuildServiceProvider();
    }

    public static async Task<List<RecordOutcome>> ProfilesAsync(this ServiceProvider provider, string json) =>
        await provider.GetRequiredService<IMemoryImporter>().ImportProfilesAsync(new MemoryStream(Encoding.UTF8.GetBytes(json))).ToListAsync();

    public static async Task<List<RecordOutcome>> SessionsAsync(this ServiceProvider provider, string json) =>
        await provider.GetRequiredService<IMemoryImporter>().ImportSessionsAsync(new MemoryStream(Encoding.UTF8.GetBytes(json))).ToListAsync();

    public static ILongTermMemory LongTerm(this ServiceProvider provider) => provider.GetRequiredService<ILongTermMemory>();

    public static async Task<UserProfile> ProfileAsync(this ServiceProvider provider, string userId) => (await provider.LongTerm().GetUserProfileAsync(userId))!;

    public static async Task<List<Booking>> HistoryAsync(this ServiceProvider provider, string userId) => await provider.LongTerm().GetBookingHistoryAsync(userId).ToListAsync();

    public static async Task<Session> SessionAsync(this ServiceProvider provider, string sessionId) =>
        (await provider.GetRequiredService<IShortTermMemory>().PeekSessionAsync(sessionId))!;

    public static string Told(this RecordOutcome outcome) => string.Join("; ", outcome.Problems.Select(problem => problem.Message));

    public static JsonElement Json(this JsonFields fields, string name) => fields.TryGetJson(name, out var value) ? value : default;
}
