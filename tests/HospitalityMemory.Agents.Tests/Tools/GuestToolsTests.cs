using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.Tools;

public sealed class GuestToolsTests
{
    private static readonly GuestConversation Anna = GuestMemoryHost.Conversation;

    public static TheoryData<GuestToolSet, string> Names => new()
    {
        { GuestToolSet.GetGuest, "get_guest" },
        { GuestToolSet.SetSlots, "set_slots" },
        { GuestToolSet.GetMissingSlots, "get_missing_slots" },
        { GuestToolSet.RankProperties, "rank_properties" },
        { GuestToolSet.RememberWish, "remember_wish" },
        { GuestToolSet.ForgetWish, "forget_wish" },
        { GuestToolSet.CompleteBooking, "complete_booking" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_tool_says_when_to_call_it_and_asks_for_no_guest(GuestToolSet tool, string name)
    {
        await using var host = new GuestMemoryHost();

        var function = ToolCalls.Tool(host.Memory, tool);

        Assert.Equal(name, function.Name);
        Assert.Contains("Call it", function.Description, StringComparison.Ordinal);
        Assert.Equal("object", function.JsonSchema.GetProperty("type").GetString());
        foreach (var id in new[] { "user", "guest_id", "session" })
        {
            Assert.DoesNotContain(id, string.Join(",", function.JsonSchema.GetProperty("properties").EnumerateObject().Select(property => property.Name)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_tools_are_those_that_were_asked_for()
    {
        await using var host = new GuestMemoryHost();

        Assert.Empty(GuestTools.Create(host.Memory, Anna, GuestToolSet.None));
        Assert.Equal(Names.Select(row => row[1]), GuestTools.Create(host.Memory, Anna, GuestToolSet.All).Select(tool => tool.Name));
        Assert.Equal(["set_slots", "forget_wish"], GuestTools.Create(host.Memory, Anna, GuestToolSet.SetSlots | GuestToolSet.ForgetWish).Select(tool => tool.Name));
        Assert.Throws<ArgumentOutOfRangeException>(() => GuestTools.Create(host.Memory, Anna, (GuestToolSet)256));
    }

    [Theory]
    [InlineData(GuestToolSet.RememberWish, """{"kind":"city","value":"Rome","user_id":"bertha","userId":"bertha"}""")]
    [InlineData(GuestToolSet.CompleteBooking, """{"city":"Rome","check_in_date":"2026-02-01","user_id":"bertha","session_id":"other"}""")]
    public async Task A_guest_that_a_model_names_is_not_looked_at(GuestToolSet tool, string arguments)
    {
        await using var host = new GuestMemoryHost();

        var answer = await ToolCalls.Tool(host.Memory, tool).CallAsync(arguments);

        Assert.True(answer.IsSuccess(), answer.GetRawText());
        Assert.NotNull(await host.Memory.LongTerm.GetUserProfileAsync("anna"));
        Assert.Null(await host.Memory.LongTerm.GetUserProfileAsync("bertha"));
    }

    public static TheoryData<GuestToolSet, string> Calls => new()
    {
        { GuestToolSet.GetGuest, "{}" },
        { GuestToolSet.SetSlots, """{"city":"Rome"}""" },
        { GuestToolSet.GetMissingSlots, "{}" },
        { GuestToolSet.RankProperties, """{"properties":[{"id":"p"}]}""" },
        { GuestToolSet.RememberWish, """{"kind":"city","value":"Rome"}""" },
        { GuestToolSet.ForgetWish, """{"kind":"city","value":"Rome"}""" },
        { GuestToolSet.CompleteBooking, """{"city":"Rome","check_in_date":"2026-02-01"}""" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_failure_of_memory_is_an_answer_and_is_logged_without_ids(GuestToolSet tool, string arguments)
    {
        foreach (var failure in new Exception[] { new MemoryUnavailableException("anna"), new OperationCanceledException("anna"), new InvalidDataException("anna") })
        {
            await using var host = new GuestMemoryHost();
            var memory = host.Memory with
            {
                ShortTerm = Interceptor.Around(host.Memory.ShortTerm, _ => failure).Proxy,
                LongTerm = Interceptor.Around(host.Memory.LongTerm, _ => failure).Proxy,
                Guests = Interceptor.Around(host.Memory.Guests, _ => failure).Proxy,
            };

            var answer = await ToolCalls.Tool(memory, tool).CallAsync(arguments);

            Assert.False(answer.IsSuccess());
            Assert.NotEmpty(answer.GetProperty("error").GetString()!);
            Assert.DoesNotContain("anna", answer.GetRawText(), StringComparison.Ordinal);
            var logged = Assert.Single(host.Logged);
            Assert.Contains(failure.GetType().Name, logged, StringComparison.Ordinal);
            Assert.DoesNotContain("anna", logged, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Cancelling_throws(GuestToolSet tool, string arguments)
    {
        await using var host = new GuestMemoryHost();
        using var cancelled = new CancellationTokenSource();
        Exception Cancel(string method)
        {
            cancelled.Cancel();
            return new OperationCanceledException(cancelled.Token);
        }

        var memory = host.Memory with
        {
            ShortTerm = Interceptor.Around(host.Memory.ShortTerm, Cancel).Proxy,
            LongTerm = Interceptor.Around(host.Memory.LongTerm, Cancel).Proxy,
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ToolCalls.Tool(memory, tool).CallAsync(arguments, cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ToolCalls.Tool(host.Memory, tool).CallAsync(arguments, cancelled.Token));
        Assert.Empty(host.Logged);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Arguments_of_any_kind_never_throw(GuestToolSet tool, string arguments)
    {
        await using var host = new GuestMemoryHost();
        var function = ToolCalls.Tool(host.Memory, tool);
        var names = JsonElement.Parse(arguments).EnumerateObject().Select(property => property.Name).Append("x").ToArray();
        object?[] values =
        [
            null, "", "  ", "text", "\ud800", 0, -1, 1.5, double.NaN, decimal.MaxValue, true, DateTime.MaxValue, new DateOnly(2026, 2, 1), new object(),
            new[] { 1, 2 }, new object?[] { null, "a" }, new Dictionary<string, object?> { ["a"] = null },
            JsonElement.Parse("\"\\ud800\""), JsonElement.Parse("[[[]]]"), JsonElement.Parse("1e400"), JsonElement.Parse("""{"id":{}}"""), JsonElement.Parse("""[{"id":1},{"id":null},7,{"id":"a","price":-1,"amenities":{}}]"""),
        ];

        foreach (var value in values)
        {
            foreach (var name in names)
            {
                var answer = await function.CallAsync(new AIFunctionArguments { [name] = value });
                Assert.True(answer.TryGetProperty("success", out _));
            }
        }

        Assert.Empty(host.Logged);
    }

    [Theory]
    [InlineData(GuestToolSet.SetSlots, """{"city":"Rome"}""")]
    [InlineData(GuestToolSet.GetMissingSlots, "{}")]
    [InlineData(GuestToolSet.CompleteBooking, """{"city":"Rome","check_in_date":"2026-02-01"}""")]
    public async Task Another_guests_session_is_neither_told_nor_changed(GuestToolSet tool, string arguments)
    {
        await using var host = new GuestMemoryHost();
        await host.SlotsAsync(Anna with { UserId = "bertha" }, new() { City = "Porto" });

        foreach (var conversation in new[] { Anna, Anna with { UserId = null } })
        {
            var answer = await ToolCalls.Tool(host.Memory, tool, conversation).CallAsync(arguments);

            Assert.False(answer.IsSuccess());
            Assert.DoesNotContain("Porto", answer.GetRawText(), StringComparison.Ordinal);
        }

        Assert.Equal("Porto", (await host.SessionAsync(Anna)).Slots.City);
        Assert.Null(await host.Memory.LongTerm.GetUserProfileAsync("anna"));
    }

    [Theory]
    [InlineData(GuestToolSet.RememberWish, """{"kind":"city","value":"Rome"}""")]
    [InlineData(GuestToolSet.ForgetWish, """{"kind":"city","value":"Rome"}""")]
    [InlineData(GuestToolSet.CompleteBooking, """{"city":"Rome","check_in_date":"2026-02-01"}""")]
    public async Task Of_an_anonymous_guest_nothing_is_kept(GuestToolSet tool, string arguments)
    {
        await using var host = new GuestMemoryHost();

        var answer = await ToolCalls.Tool(host.Memory, tool, GuestMemoryHost.Anonymous).CallAsync(arguments);

        Assert.False(answer.IsSuccess());
        Assert.Contains("not signed in", answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_tool_does_not_end_the_run()
    {
        await using var host = new GuestMemoryHost();
        var memory = host.Memory with { LongTerm = Interceptor.Around(host.Memory.LongTerm, _ => new MemoryUnavailableException("x")).Proxy };
        var model = new ScriptedChatClient((messages, _, request) => request < 6
            ? new(ChatRole.Assistant, [new FunctionCallContent($"c{request}", "remember_wish", new Dictionary<string, object?> { ["kind"] = "city", ["value"] = "Rome" })])
            : new(ChatRole.Assistant, "Done."));
        var agent = new ChatClientAgent(model, tools: [.. GuestTools.Create(memory, Anna, GuestToolSet.All)]);

        var answer = await agent.RunAsync("I love Rome");

        Assert.EndsWith("Done.", answer.Text, StringComparison.Ordinal);
        Assert.Equal(6, host.Logged.Count);
    }
}
