// What a host does with the packed library, using nothing but the package. Run as it is, and compiled to native code.
using System.Text.Json;
using HospitalityMemory;
using HospitalityMemory.Import;
using HospitalityMemory.Stores;
using HospitalityMemory.Testing;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

var configuration = new ConfigurationBuilder()
    .AddInMemoryCollection([new("SESSION_TTL_MINUTES", "45"), new("HospitalityMemory:ShortTerm:MaxMessages", "2")])
    .Build();
var services = new ServiceCollection();
services.AddHospitalityMemory(configuration);
await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
var conversation = provider.GetRequiredService<IShortTermMemory>();
var guests = provider.GetRequiredService<IGuestMemory>();

var begun = await guests.BeginSessionAsync("session-1", "guest-1");
Check((begun.Session.ExpiresAt - begun.Session.CreatedAt).TotalMinutes is 45, "the settings are read");
foreach (var text in (string[])["Hello", "A villa in Miami", "for four"])
{
    await conversation.AddMessageAsync("session-1", MessageRole.User, text);
}

using var slots = JsonDocument.Parse("""{ "city": "Miami", "number_of_guests": 4, "view": { "sea": true } }""");
await conversation.UpdateSlotsFromJsonAsync("session-1", slots.RootElement);
var session = (await conversation.GetSessionAsync("session-1"))!;
Check(session is { Messages.Count: 2, Slots: { City: "Miami", NumberOfGuests: 4, Extras.Count: 1 } }, "a session fills up");
Check(Session.FromJson(session.ToJson()).Slots.City is "Miami", "a session is JSON and back");
var options = new JsonSerializerOptions();
options.AddHospitalityMemory();
Check(JsonSerializer.Serialize(session, options.GetTypeInfo(typeof(Session))) == session.ToJson(), "a serializer of the host's writes the same");

var booking = new Booking { BookingId = "b-1", City = "Miami", CheckIn = new(2026, 3, 15), PricePerNight = 240, Amenities = ["pool"] };
await guests.CompleteBookingAsync("session-1", "guest-1", booking);
var next = await guests.BeginSessionAsync("session-2", "guest-1");
Check(next.Context.Preferences is { PreferredCities: ["Miami"], PreferredPriceRange.Min: 240 }, "a booking teaches");
Check(JsonDocument.Parse(await guests.ExportGuestAsync("guest-1")).RootElement.GetProperty("bookings").GetArrayLength() is 1, "a guest is exported");
Check((await guests.EraseGuestAsync("guest-1")).IsComplete, "a guest is erased");
Check(provider.GetRequiredService<ISessionStore>() is { IsRemote: false }, "sessions are in memory");


await using (var learner = new ServiceCollection().AddHospitalityMemory(configuration).UseAdaptiveLearner().Services.BuildServiceProvider())
{
    var memory = learner.GetRequiredService<ILongTermMemory>();
    for (var guest = 0; guest < 5; guest++)
    {
        await memory.AddBookingToHistoryAsync($"guest-{guest}", booking);
    }

    await learner.GetRequiredService<IMarket>().RefreshAsync();
    Check((await memory.GetUserPreferencesAsync("stranger")).Market is [{ Value: "Miami" }, ..], "what five guests book is known of the market");
}

await using (var agents = new ServiceCollection().AddHospitalityMemory().AddAgentMemory().Services.BuildServiceProvider())
{
    using var model = new Model();
    var agent = new ChatClientAgent(model, new ChatClientAgentOptions().UseHospitalityMemory(agents, new GuestConversation("session-1", "guest-1")));
    await agent.RunAsync("Hello");
    var answer = await agent.RunAsync(new ChatMessage(ChatRole.User, [new TextContent("look"), new DataContent(new byte[] { 1 }, "image/png")]));
    Check(answer.Text is "I was told 3 messages.", "an agent is given its history");
    await agent.RunAsync("and?");
    Check(model.Last.SelectMany(message => message.Contents).OfType<DataContent>().Single().Data.Span[0] is 1, "contents come back whole");
}

await using (var test = TestMemory.Create())
{
    await test.ShortTerm.CreateSessionAsync("session-1");
    test.Time.Advance(TimeSpan.FromMinutes(30));
    Check(await test.ShortTerm.GetSessionAsync("session-1") is null, "a test sets the clock");
    Check(test.Calls.Calls is [{ Method: "CreateSessionAsync" }, { Method: "GetSessionAsync" }], "a test reads the calls that were made");

    var sums = test.Services.GetRequiredService<INamedSumStore>();
    var conformance = NamedSumStoreConformance.Cases((_, _, _) => new(sums));
    await conformance[0].RunAsync();
    Check(conformance.Count > 10, "a store is held against its contract");
}

var folder = Directory.CreateTempSubdirectory("hospitality-memory-");
try
{
    var file = Path.Combine(folder.FullName, "memory.db");
    var export = Path.Combine(folder.FullName, "bookings.csv");
    await File.WriteAllTextAsync(export, "booking_id,user_id,city,check_in,price_per_night,currency\nb-1,guest-1,Miami,2026-03-15,240,USD\n");
    await using (var sqlite = new ServiceCollection().AddHospitalityMemory()
        .UseSqliteSessions($"Data Source={file}").UseSqliteProfiles($"Data Source={file}").AddImport().Services.BuildServiceProvider())
    {
        var reader = await BookingFileReader.OpenAsync(BookingFile.At(export), new BookingFileOptions());
        var report = new ImportReport();
        await foreach (var outcome in sqlite.GetRequiredService<IMemoryImporter>().ImportBookingsAsync(reader.ReadAsync()))
        {
            report.Add(outcome);
        }

        Check(report is { Added: 1, Refused: 0 }, "a file of bookings comes in");
        await sqlite.GetRequiredService<IShortTermMemory>().CreateSessionAsync("session-1", "guest-1");
    }

    await using (var sqlite = new ServiceCollection().AddHospitalityMemory()
        .UseSqliteSessions($"Data Source={file}").UseSqliteProfiles($"Data Source={file}").Services.BuildServiceProvider())
    {
        Check((await sqlite.GetRequiredService<IGuestMemory>().BeginSessionAsync("session-1", "guest-1")) is { Session.UserId: "guest-1", Context.Preferences.PreferredCities: ["Miami"] }, "a file remembers");
    }
}
finally
{
    folder.Delete(recursive: true);
}

await using (var servers = new ServiceCollection().AddHospitalityMemory()
    .UseRedisSessions("127.0.0.1:1,abortConnect=false").UseFirestoreProfiles("none", _ => ValueTask.FromResult("a token")).Services.BuildServiceProvider())
{
    Check(servers.GetRequiredService<ISessionStore>().IsRemote && servers.GetRequiredService<IProfileStore>() is not null, "stores of servers are made");
}

static void Check(bool holds, string what)
{
    Console.WriteLine($"{(holds ? "ok" : "FAILED")}: {what}");
    if (!holds)
    {
        Environment.ExitCode = 1;
    }
}

internal sealed class Model : IChatClient
{
    public List<ChatMessage> Last { get; } = [];

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Last.Clear();
        Last.AddRange(messages);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, $"I was told {Last.Count} messages.")));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
