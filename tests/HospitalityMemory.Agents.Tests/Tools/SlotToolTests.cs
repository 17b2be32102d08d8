using System.Text.Json;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.Tools;

public sealed class SlotToolTests
{
    private static readonly GuestConversation Anna = GuestMemoryHost.Conversation;

    [Fact]
    public async Task Good_slots_are_kept_and_refused_ones_told_back_with_the_reason_in_one_write()
    {
        await using var host = new GuestMemoryHost();
        await host.Memory.ShortTerm.CreateSessionAsync(Anna.SessionId, Anna.UserId);

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.SetSlots).CallAsync(
            """{"city":"Porto","check_in_date":"2025-05-01","check_out_date":"soon","number_of_guests":0,"budget":"120.5","budget_currency":"euro","other":{"pool":true}}""");

        Assert.False(answer.IsSuccess());
        Assert.Equal(["city", "pool"], answer.Texts("changed"));
        var refused = answer.Problems("refused");
        Assert.Equal(["budget", "budget_currency", "check_in_date", "check_out_date", "number_of_guests"], refused.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("must not be in the past.", refused["check_in_date"]);
        Assert.Equal("must be a date written as yyyy-MM-dd.", refused["check_out_date"]);
        Assert.Equal("must be 1 to 1000.", refused["number_of_guests"]);
        Assert.Equal(["check_in_date", "check_out_date", "number_of_guests", "budget"], answer.Texts("missing"));
        var session = await host.SessionAsync(Anna);
        Assert.Equal(new BookingSlots { City = "Porto", Extras = JsonFields.Empty.Set("pool", true) }, session.Slots);
        Assert.Equal(2, session.Version);
    }

    [Fact]
    public async Task Where_all_is_good_that_is_said()
    {
        await using var host = new GuestMemoryHost();

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.SetSlots).CallAsync(
            """{"city":" Porto ","checkInDate":"2026-05-01T00:00:00","check-out-date":"2026-05-04","NumberOfGuests":"2","budget":100,"budget_currency":"eur","x":null,"y":""}""");

        Assert.True(answer.IsSuccess());
        Assert.False(answer.TryGetProperty("refused", out _));
        Assert.Empty(answer.Texts("missing"));
        Assert.Equal(
            new BookingSlots { City = "Porto", CheckInDate = new(2026, 5, 1), CheckOutDate = new(2026, 5, 4), NumberOfGuests = 2, Budget = 100, BudgetCurrency = "EUR" },
            (await host.SessionAsync(Anna)).Slots);
    }

    [Fact]
    public async Task What_code_passes_is_taken_as_what_a_model_passes()
    {
        await using var host = new GuestMemoryHost();

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.SetSlots).CallAsync(new AIFunctionArguments
        {
            ["city"] = "Porto",
            ["check_in_date"] = new DateOnly(2026, 5, 1),
            ["check_out_date"] = new DateTime(2026, 5, 4, 10, 0, 0, DateTimeKind.Utc),
            ["number_of_guests"] = 2L,
            ["budget"] = 99.5,
            ["other"] = new Dictionary<string, object?> { ["beds"] = new[] { "twin" } },
        });

        Assert.True(answer.IsSuccess(), answer.GetRawText());
        var slots = (await host.SessionAsync(Anna)).Slots;
        Assert.Equal((new DateOnly(2026, 5, 1), new DateOnly(2026, 5, 4), 2, 99.5m), (slots.CheckInDate, slots.CheckOutDate, slots.NumberOfGuests, slots.Budget));
        Assert.True(slots.Extras.Contains("beds"));
    }

    [Theory]
    [InlineData("""{"slots":{"city":"Porto"}}""")]
    [InlineData("""{"City":"Porto"}""")]
    [InlineData("""{"extras":{"city":"Porto"}}""")]
    public async Task Shapes_that_models_slip_into_are_understood(string arguments)
    {
        await using var host = new GuestMemoryHost();

        await ToolCalls.Tool(host.Memory, GuestToolSet.SetSlots).CallAsync(arguments);

        Assert.Equal(new BookingSlots { City = "Porto" }, (await host.SessionAsync(Anna)).Slots);
    }

    [Fact]
    public async Task A_name_that_is_near_a_slots_is_told()
    {
        await using var host = new GuestMemoryHost();

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.SetSlots).CallAsync("""{"location":"Porto","chekin":"2026-05-01","other":{"pool":true}}""");

        Assert.True(answer.IsSuccess());
        Assert.Equal(["city", "chekin", "pool"], answer.Texts("changed"));
        Assert.Equal("""[{"name":"chekin","did_you_mean":"check_in_date"}]""", answer.GetProperty("no_slots").GetRawText());
    }

    [Fact]
    public async Task What_does_not_matter_is_told_as_known_and_not_asked_again()
    {
        await using var host = new GuestMemoryHost();

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.SetSlots).CallAsync("""{"city":"dontcare","check_in":"2026-05-01","nights":3,"guests":"2 adults"}""");
        var missing = await ToolCalls.Tool(host.Memory, GuestToolSet.GetMissingSlots).CallAsync("{}");

        Assert.Equal(["check_in_date", "check_out_date", "number_of_nights", "number_of_guests", "city"], answer.Texts("changed"));
        Assert.Equal(["budget"], missing.Texts("missing"));
        Assert.Equal(
            """{"check_in_date":"2026-05-01","check_out_date":"2026-05-04","number_of_nights":3,"number_of_guests":2,"city":"does not matter"}""",
            missing.GetProperty("slots").GetRawText());
        Assert.Equal(
            """
            city: does not matter
            still to ask: budget
            """,
            string.Join('\n', SlotText.Write((await host.SessionAsync(Anna)).Slots).Split('\n').Where(line => line.Contains("city", StringComparison.Ordinal) || line.Contains("ask", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_check_out_before_a_good_check_in_is_refused_alone()
    {
        await using var host = new GuestMemoryHost();

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.SetSlots).CallAsync("""{"check_in_date":"2026-05-04","check_out_date":"2026-05-01"}""");

        Assert.Equal(["check_in_date"], answer.Texts("changed"));
        Assert.Equal("must be after check_in_date.", Assert.Single(answer.Problems("refused")).Value);
    }

    [Fact]
    public async Task A_check_out_that_a_new_check_in_leaves_behind_is_told_as_cleared()
    {
        await using var host = new GuestMemoryHost();
        await host.SlotsAsync(Anna, new() { CheckInDate = new(2026, 5, 1), CheckOutDate = new(2026, 5, 4) });

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.SetSlots).CallAsync("""{"check_in_date":"2026-06-01"}""");

        Assert.True(answer.IsSuccess());
        Assert.Equal(["check_in_date"], answer.Texts("changed"));
        Assert.Equal(["check_out_date"], answer.Texts("cleared"));
    }

    [Fact]
    public async Task Extras_that_are_refused_leave_the_slots_kept()
    {
        await using var host = new GuestMemoryHost();
        var tooLong = new string('x', 65);

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.SetSlots).CallAsync($$"""{"city":"Porto","{{tooLong}}":1,"a\u0001b":2}""");

        Assert.False(answer.IsSuccess());
        Assert.Equal(new BookingSlots { City = "Porto" }, (await host.SessionAsync(Anna)).Slots);

        var many = string.Join(",", Enumerable.Range(0, 100).Select(i => $"\"extra{i}\":1"));
        answer = await ToolCalls.Tool(host.Memory, GuestToolSet.SetSlots).CallAsync($$"""{"number_of_guests":2,{{many}}}""");

        Assert.False(answer.IsSuccess());
        Assert.Equal(new BookingSlots { City = "Porto", NumberOfGuests = 2 }, (await host.SessionAsync(Anna)).Slots);
    }

    [Fact]
    public async Task Nothing_given_writes_nothing()
    {
        await using var host = new GuestMemoryHost();

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.SetSlots).CallAsync("""{"city":"","budget":null}""");

        Assert.True(answer.IsSuccess());
        Assert.Empty(answer.Texts("changed"));
        Assert.Equal(1, (await host.SessionAsync(Anna)).Version);
    }

    [Fact]
    public async Task What_is_missing_is_told_with_what_is_known()
    {
        await using var host = new GuestMemoryHost();
        await host.SlotsAsync(Anna, new() { City = "Porto", NumberOfGuests = 2 });

        var answer = await ToolCalls.Tool(host.Memory, GuestToolSet.GetMissingSlots).CallAsync("{}");

        Assert.True(answer.IsSuccess());
        Assert.Equal(["check_in_date", "check_out_date", "budget"], answer.Texts("missing"));
        Assert.Equal("""{"city":"Porto","number_of_guests":2}""", answer.GetProperty("slots").GetRawText());
    }

    [Fact]
    public async Task Slots_set_in_a_run_are_seen_by_the_tools_that_follow_without_another_read()
    {
        await using var host = new GuestMemoryHost();
        var (shortTerm, seen) = Interceptor.Around(host.Memory.ShortTerm);
        var model = new ScriptedChatClient((_, _, request) => request switch
        {
            0 => new(ChatRole.Assistant, [new FunctionCallContent("c1", "set_slots", new Dictionary<string, object?> { ["city"] = "Porto" })]),
            1 => new(ChatRole.Assistant, [new FunctionCallContent("c2", "get_missing_slots")]),
            _ => new(ChatRole.Assistant, "When?"),
        });
        var agent = new Microsoft.Agents.AI.ChatClientAgent(
            model, tools: [.. GuestTools.Create(host.Memory with { ShortTerm = shortTerm }, Anna, GuestToolSet.All)]);

        await agent.RunAsync("Porto");

        Assert.Equal([nameof(IShortTermMemory.PeekSessionAsync), nameof(IShortTermMemory.GetOrCreateSessionAsync), nameof(IShortTermMemory.TryUpdateSlotsFromJsonAsync)], seen.Calls);
        var result = Assert.IsType<FunctionResultContent>(Assert.Single(model.Requests[2][^1].Contents));
        Assert.DoesNotContain("city", ((JsonElement)result.Result!).Texts("missing"));
    }

    [Fact]
    public async Task Of_writes_at_the_same_time_the_run_knows_the_newest()
    {
        await using var host = new GuestMemoryHost();
        var run = new AgentRun().In(host.Memory, Anna);
        await run.GetInfoAsync(default);
        var first = await host.Memory.ShortTerm.UpdateSlotsAsync(Anna.SessionId, new() { City = "Porto" });
        var second = await host.Memory.ShortTerm.UpdateSlotsAsync(Anna.SessionId, new() { NumberOfGuests = 2 });

        run.Note(second);
        run.Note(first);

        Assert.Equal(second.Slots, (await run.GetInfoAsync(default)).Slots);
    }
}
