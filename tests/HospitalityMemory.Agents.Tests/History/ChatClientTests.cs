using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Agents.Tests.History;

/// <summary>Microsoft.Extensions.AI alone.</summary>
public sealed class ChatClientTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_chat_client_remembers_what_was_said_and_what_its_tools_did(bool streaming)
    {
        await using var test = TestMemory.Create();
        using var model = new ScriptedChatClient((_, _, request) => request is 0 ? Models.Call("a") : Models.Said("done"));
        using var client = model.AsBuilder()
            .UseHospitalityMemory(test.Memory, Models.Conversation, static _ => { })
            .UseFunctionInvocation()
            .Build();
        var options = new ChatOptions { Tools = [Models.LookUp()] };

        await AskAsync(client, "look", options, streaming);
        await AskAsync(client, "and?", options, streaming);

        Assert.Equal(["user: look", "call a", "result a", "assistant: done", "user: and?"], model.Requests[^1].Short());
        Assert.Equal(6, (await test.SessionAsync()).Messages.Count);
        Assert.Null(options.Instructions);
    }

    [Fact]
    public async Task Each_request_says_whose_conversation_it_is_and_the_model_does_not_see_it()
    {
        await using var test = TestMemory.Create();
        using var model = new ScriptedChatClient("hello");
        using var client = model.AsBuilder().UseHospitalityMemory().Build(test.Services);
        var (anna, ben) = (new ChatOptions(), new ChatOptions());
        anna.SetGuestConversation(new("s1", "anna"));
        ben.SetGuestConversation(new("s2", "ben"));

        await client.GetResponseAsync("I am Anna", anna);
        await client.GetResponseAsync("I am Ben", ben);

        Assert.Equal(["user: I am Ben"], model.Requests[1].Short());
        Assert.DoesNotContain(model.Options, options => options!.AdditionalProperties is { Count: > 0 });
        Assert.Equal(["user: I am Anna", "assistant: hello"], await test.SaidAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetResponseAsync("who am I?"));
        var foreign = new ChatOptions();
        foreign.SetGuestConversation(new("s1", "ben"));
        await Assert.ThrowsAsync<SessionOwnershipException>(() => client.GetResponseAsync("what did Anna say?", foreign));
    }

    [Fact]
    public async Task What_is_known_of_the_guest_comes_with_each_request()
    {
        await using var test = TestMemory.Create();
        await test.Memory.LongTerm.AddStatedPreferenceAsync("anna", new() { Kind = PreferenceKind.Amenity, Value = "sauna" });
        using var model = new ScriptedChatClient("hello");
        using var client = model.AsBuilder()
            .UseHospitalityMemory(test.Memory, Models.Conversation, options => options.Tools = GuestToolSet.SetSlots)
            .Build();

        await client.GetResponseAsync("hi", new ChatOptions { Instructions = "Be kind." });

        Assert.StartsWith("Be kind.\n", model.Options[0]!.Instructions, StringComparison.Ordinal);
        Assert.Contains("sauna", model.Options[0]!.Instructions, StringComparison.Ordinal);
        Assert.Single(model.Options[0]!.Tools!);
    }

    [Fact]
    public async Task A_memory_under_a_key_is_another_memory()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory("blue").AddAgentMemory();
        services.AddHospitalityMemory("green").AddAgentMemory();
        await using var provider = services.BuildServiceProvider();
        using var model = new ScriptedChatClient("hello");
        var blue = new ChatClientAgent(
            model, new ChatClientAgentOptions().UseHospitalityMemory(AgentMemory.From(provider, "blue"), new("s1", "anna"), static _ => { }));

        await blue.RunAsync("hi");

        Assert.NotNull(await provider.GetRequiredKeyedService<AgentMemory>("blue").ShortTerm.PeekSessionAsync("s1"));
        Assert.Null(await provider.GetRequiredKeyedService<AgentMemory>("green").ShortTerm.PeekSessionAsync("s1"));
    }

    [Fact]
    public async Task Builders_take_the_memory_of_a_key()
    {
        var services = new ServiceCollection();
        services.AddHospitalityMemory("blue").AddAgentMemory();
        await using var provider = services.BuildServiceProvider();
        using var model = new ScriptedChatClient("hello");
        using var client = model.AsBuilder().UseHospitalityMemory("blue").Build(provider);
        var options = new ChatOptions();
        options.SetGuestConversation(new("s1", "anna"));
        var agent = new ChatClientAgent(model).AsBuilder().UseHospitalityMemory("blue").Build(provider);
        var session = await agent.CreateSessionAsync();
        session.SetGuestConversation(new("s1", "anna"));

        await client.GetResponseAsync("one", options);
        await agent.RunAsync("two", session);

        Assert.Equal(["user: one", "assistant: hello", "user: two"], model.Requests[1].Short());
    }

    [Fact]
    public async Task What_is_not_allowed_is_named_where_the_client_is_built()
    {
        await using var test = TestMemory.Create();
        using var model = new ScriptedChatClient("hello");
        void Build(Action<GuestAgentOptions> configure) =>
            model.AsBuilder().UseHospitalityMemory(test.Memory, Models.Conversation, configure).Build().Dispose();

        Assert.Equal("MaxCharacters", Assert.Throws<ArgumentOutOfRangeException>(() => Build(options => options.Context.MaxCharacters = 1)).ParamName);
        Assert.Equal("Tools", Assert.Throws<ArgumentOutOfRangeException>(() => Build(options => options.Tools = (GuestToolSet)1024)).ParamName);
        Assert.Equal("StateKey", Assert.Throws<ArgumentException>(() => Build(options => options.History.StateKey = " ")).ParamName);
        Assert.Equal("StateKey", Assert.Throws<ArgumentException>(() => new ChatClientAgent(model).AsBuilder()
            .UseHospitalityMemory(test.Memory, conversation: null, history => history.StateKey = " ")).ParamName);
    }

    [Fact]
    public void What_is_said_in_two_places_must_be_the_same()
    {
        GuestConversation other = new("s2", "anna");
        string? Refused(Action<GuestAgentOptions> configure) =>
            Assert.Throws<ArgumentException>(() => GuestAgentOptions.Make(Models.Conversation, configure)).ParamName;

        Assert.Equal("Context.Tools", Refused(options => options.Context.Tools = GuestToolSet.All));
        Assert.Equal("Context.Conversation", Refused(options => options.Context.Conversation = other));
        Assert.Equal("History.Conversation", Refused(options => options.History.Conversation = other));

        var same = GuestAgentOptions.Make(Models.Conversation, options =>
        {
            options.Tools = options.Context.Tools = GuestToolSet.GetGuest;
            options.Context.Conversation = options.History.Conversation = Models.Conversation;
        });
        Assert.Equal((GuestToolSet.GetGuest, Models.Conversation), (same.Context.Tools, same.History.Conversation));
    }

    private static async Task AskAsync(IChatClient client, string text, ChatOptions options, bool streaming)
    {
        if (!streaming)
        {
            await client.GetResponseAsync(text, options);
            return;
        }

        await foreach (var update in client.GetStreamingResponseAsync(text, options))
        {
            Assert.NotNull(update);
        }
    }
}
