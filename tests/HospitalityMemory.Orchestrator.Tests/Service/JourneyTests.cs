using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using HospitalityMemory.Redis.Tests;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Orchestrator.Tests.Service;

public sealed class JourneyTests
{
    [Fact]
    public async Task A_guest_is_asked_offered_and_booked_by_three_agents()
    {
        await using var service = await RunningService.StartAsync();
        using var guest = await service.GuestAsync("Ada");

        var asked = await guest.SayAsync(null, "Lisbon, 12 to 15 May");
        Assert.Equal(["inquiry"], asked.Agents);
        Assert.Contains("how many of you", asked.Text, StringComparison.Ordinal);
        Assert.Equal("Lisbon", asked.Slots.GetProperty("city").GetString());

        var offered = await guest.SayAsync(asked.SessionId, "two of us, under 200 euros, with breakfast");
        Assert.Equal(["inquiry", "availability"], offered.Agents);
        Assert.Equal(["set_slots", "handoff_to_1", "search_properties", "rank_properties"], offered.Tools);
        Assert.Contains("3. ", offered.Text, StringComparison.Ordinal);

        var booked = await guest.SayAsync(asked.SessionId, "the second one");
        Assert.Equal(["availability", "booking"], booked.Agents);
        Assert.Contains("It is booked", booked.Text, StringComparison.Ordinal);

        var memory = service.Services.GetRequiredService<IShortTermMemory>();
        var session = await memory.PeekSessionAsync(asked.SessionId);
        Assert.Equal("booking", session!.CurrentAgent);
    }

    [Fact]
    public async Task The_agent_that_spoke_last_hears_the_guest_first()
    {
        await using var service = await RunningService.StartAsync();
        using var guest = await service.GuestAsync("Ada");
        var offered = await guest.SayAsync(null, "Porto, 3 to 6 June, 2 guests");
        Assert.Equal("availability", offered.Agents[^1]);

        var changed = await guest.SayAsync(offered.SessionId, "with a pool please");

        Assert.Equal(["availability"], changed.Agents);
        Assert.Equal(["set_slots", "search_properties", "rank_properties"], changed.Tools);
    }

    [Fact]
    public async Task After_a_booking_another_trip_begins_anew()
    {
        await using var service = await RunningService.StartAsync();
        using var guest = await service.GuestAsync("Ada");
        var offered = await guest.SayAsync(null, "Porto, 3 to 6 June, 2 guests, under 300 euros");
        await guest.SayAsync(offered.SessionId, "1");

        var next = await guest.SayAsync(offered.SessionId, "Now Rome from 8 to 9 July");

        Assert.Equal(["booking", "inquiry"], next.Agents);
        Assert.Equal("Rome", next.Slots.GetProperty("city").GetString());
        Assert.False(next.Slots.TryGetProperty("guests", out _));
        Assert.Contains("how many of you", next.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_comes_back_is_greeted_with_what_was_learned()
    {
        await using var service = await RunningService.StartAsync();
        using var guest = await service.GuestAsync("Ada");
        var first = await guest.SayAsync(null, "I like a pool and I never want hostels. Lisbon, 12 to 15 May, for two");
        await guest.SayAsync(first.SessionId, "the first one");

        var back = await guest.SayAsync(null, "Hello!");

        Assert.NotEqual(first.SessionId, back.SessionId);
        Assert.Contains("Welcome back", back.Text, StringComparison.Ordinal);
        Assert.Contains("pool", back.Text, StringComparison.Ordinal);
        Assert.Contains("no hostel", back.Text, StringComparison.Ordinal);
        Assert.Contains("Lisbon", back.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_is_shown_as_it_was_said()
    {
        await using var service = await RunningService.StartAsync();
        using var guest = await service.GuestAsync("Ada");
        var offered = await guest.SayAsync(null, "Porto, 3 to 6 June, 2 guests");
        var booked = await guest.SayAsync(offered.SessionId, "1");

        var shown = await guest.GetJsonAsync($"/api/sessions/{offered.SessionId}");

        Assert.Equal(
            [
                ("guest", null, "Porto, 3 to 6 June, 2 guests"), ("agent", "availability", offered.Text), ("guest", null, "1"),
                ("agent", "booking", booked.Text),
            ],
            shown.GetProperty("messages").EnumerateArray().Select(message => (Text(message, "role"), Text(message, "agent"), Text(message, "text"))));
        Assert.Equal("booking", Text(shown, "agent"));
        Assert.Equal([offered.SessionId], (await guest.GetJsonAsync("/api/sessions")).EnumerateArray().Select(line => Text(line, "session_id")));
    }

    [Fact]
    public async Task A_long_conversation_keeps_its_latest_turns_whole()
    {
        await using var service = await RunningService.StartAsync();
        using var guest = await service.GuestAsync("Ada");
        var first = await guest.SayAsync(null, "Porto, 3 to 6 June, 2 guests");
        for (var turn = 0; turn < 8; turn++)
        {
            await guest.SayAsync(first.SessionId, turn % 2 is 0 ? "under 300 euros" : "under 250 euros");
        }

        var shown = (await guest.GetJsonAsync($"/api/sessions/{first.SessionId}")).GetProperty("messages");

        Assert.True(shown.GetArrayLength() >= 12, $"There are only {shown.GetArrayLength()} messages.");
        Assert.Contains("It is booked", (await guest.SayAsync(first.SessionId, "2")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_known_is_told_and_goes_with_the_guest()
    {
        await using var service = await RunningService.StartAsync();
        using var guest = await service.GuestAsync("Ada");
        var offered = await guest.SayAsync(null, "I love a balcony. Porto, 3 to 6 June, 2 guests");
        await guest.SayAsync(offered.SessionId, "1");

        var known = await guest.GetJsonAsync("/api/guest");
        Assert.Equal("Ada", Text(known, "name"));
        Assert.Equal(["balcony"], known.GetProperty("wishes").EnumerateArray().Select(wish => Text(wish, "text")));
        Assert.Contains("Porto", known.GetProperty("learned").EnumerateArray().Select(liking => Text(liking, "value")));
        Assert.Contains("<guest_memory>", Text(known, "told_to_agents"), StringComparison.Ordinal);

        var export = await guest.GetJsonAsync("/api/guest/export");
        Assert.Single(export.GetProperty("bookings").EnumerateArray());
        Assert.Single(export.GetProperty("sessions").EnumerateArray());

        using var erased = await guest.DeleteAsync("/api/guest");
        Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        var receipt = JsonElement.Parse(await erased.Content.ReadAsStringAsync());
        Assert.True(receipt.GetProperty("is_complete").GetBoolean());
        Assert.Equal(1, receipt.GetProperty("bookings_deleted").GetInt64());
        using var after = await guest.GetAsync("/api/guest");
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task A_deleted_conversation_is_gone()
    {
        await using var service = await RunningService.StartAsync();
        using var guest = await service.GuestAsync("Ada");
        var said = await guest.SayAsync(null, "Hello!");

        using var deleted = await guest.DeleteAsync($"/api/sessions/{said.SessionId}");
        using var again = await guest.DeleteAsync($"/api/sessions/{said.SessionId}");

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task What_is_said_at_once_in_one_conversation_is_all_kept()
    {
        await using var service = await RunningService.StartAsync();
        using var guest = await service.GuestAsync("Ada");
        var first = await guest.SayAsync(null, "Hello!");

        string[] wishes = ["gardens", "balconies", "breakfast", "a gym"];
        var heard = await Task.WhenAll(wishes.Select(wish => guest.SayAsync(first.SessionId, $"I like {wish}")));

        Assert.All(heard, turn => Assert.Equal("done", turn.Events[^1].Kind));
        var said = (await guest.GetJsonAsync($"/api/sessions/{first.SessionId}")).GetProperty("messages").EnumerateArray()
            .Where(message => Text(message, "role") is "guest").Select(message => Text(message, "text"));
        Assert.Equal(wishes.Select(wish => $"I like {wish}").Append("Hello!").Order(), said.Order());
        Assert.Equal(4, (await guest.GetJsonAsync("/api/guest")).GetProperty("wishes").GetArrayLength());
    }

    [Fact]
    public async Task Who_leaves_in_the_middle_of_an_answer_finds_what_they_said()
    {
        using var model = new EndlessModel();
        await using var service = await RunningService.StartAsync(services => services.AddSingleton<IChatClient>(model));
        using var guest = await service.GuestAsync("Ada");

        using (var request = new HttpRequestMessage(HttpMethod.Post, "/api/chat") { Content = JsonContent.Create(new { message = "Hello!" }) })
        using (await guest.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            await model.Speaking;
        }

        await model.Stopped;
        await RealTime.UntilAsync(
            async () => (await guest.GetJsonAsync("/api/guest/export")).GetRawText().Contains("Hello!", StringComparison.Ordinal), "what was said is kept");
    }

    [SkippableFact]
    public async Task Sessions_may_be_kept_in_Redis()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var service = await RunningService.StartAsync(
            "--Stores:Sessions=redis", $"--HospitalityMemory:Redis:ConnectionString={redis.ConnectionString}");
        using var guest = await service.GuestAsync("Ada");

        var offered = await guest.SayAsync(null, "Lisbon, 12 to 15 May, for two");
        var booked = await guest.SayAsync(offered.SessionId, "2");

        Assert.Contains("It is booked", booked.Text, StringComparison.Ordinal);
        Assert.NotEqual("", await redis.CliAsync("--scan", "--pattern", "hm:*"));
    }

    /// <summary>Says one word, and then nothing until it is stopped.</summary>
    private sealed class EndlessModel : IChatClient
    {
        private readonly TaskCompletionSource _speaking = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Speaking => _speaking.Task;

        public Task Stopped => _stopped.Task;

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return new(ChatRole.Assistant, "Well");
            _speaking.SetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, RealTime.Clock, cancellationToken);
            }
            finally
            {
                _stopped.SetResult();
            }
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
