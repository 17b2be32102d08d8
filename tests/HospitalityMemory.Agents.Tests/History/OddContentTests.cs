using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.History;

/// <summary>Contents that no store can keep. They must not cost the answer, or what was said beside them.</summary>
public sealed class OddContentTests
{
    private static readonly string Huge = new('y', 2_000_000);

    public static TheoryData<string, bool> Results
    {
        get
        {
            var results = new TheoryData<string, bool>();
            foreach (var kind in new[] { "text", "list", "contents", "no number", "circle", "deep", "too deep", "stream", "type" })
            {
                results.Add(kind, true);
                results.Add(kind, false);
            }

            return results;
        }
    }

    [Theory]
    [InlineData("lone \ud83d surrogate")]
    [InlineData("\udc00")]
    [InlineData("nul \0 and \u0001")]
    public async Task Texts_and_names_of_any_characters(string text)
    {
        await using var test = TestMemory.Create();
        var lost = new List<UnstoredMessages>();
        var call = new FunctionCallContent(text, "look_up", new Dictionary<string, object?> { ["what"] = text, [text] = text });
        using var client = new ScriptedChatClient((_, _, request) => request is 0
            ? new(ChatRole.Assistant, [new TextContent(text), call]) { MessageId = text, AuthorName = text }
            : new(ChatRole.Assistant, text) { MessageId = $"{text}2", AdditionalProperties = new() { [text] = text } });
        var agent = test.Agent(client, options => options.History.OnUnstored = lost.Add, Models.LookUp());

        await agent.RunAsync(new ChatMessage(ChatRole.User, text) { MessageId = $"{text}1", AuthorName = text });
        await agent.RunAsync("next");

        Assert.Empty(lost);
        Assert.Empty(client.Requests[^1].Problems());
        Assert.Equal(5, client.Requests[^1].Count);
    }

    [Theory]
    [MemberData(nameof(Results))]
    public async Task Results_of_any_kind_stay_behind_their_call(string kind, bool eachCall)
    {
        await using var test = TestMemory.Create();
        var lost = new List<UnstoredMessages>();
        using var client = new ScriptedChatClient((_, _, request) => request is 0 ? Models.Call("a") : Models.Said("done"));
        var options = new ChatClientAgentOptions { ChatOptions = new() { Tools = [new Returns(Make(kind))] } }
            .UseHospitalityMemory(test.Memory, Models.Conversation, options => options.History.OnUnstored = lost.Add);
        options.RequirePerServiceCallChatHistoryPersistence = eachCall;
        var agent = new ChatClientAgent(client, options);

        await agent.RunAsync("look");
        await agent.RunAsync("next");

        Assert.Equal(["user: look", "call a", "result a", "assistant: done", "user: next"], client.Requests[^1].Short());
        Assert.Equal(kind is "text" or "list" or "contents" ? [true] : [], lost.Select(unstored => unstored.KeptInPart));
    }

    [Fact]
    public async Task Properties_that_are_no_JSON_leave_a_content_what_it_is()
    {
        await using var test = TestMemory.Create();
        AdditionalPropertiesDictionary Odd() => new() { ["score"] = double.NaN, ["type"] = typeof(string) };
        using var client = new ScriptedChatClient((_, _, _) => new(
            ChatRole.Assistant,
            [new TextContent("hello") { AdditionalProperties = Odd() }, new TextReasoningContent("hm") { ProtectedData = "p", AdditionalProperties = Odd() }]));
        var agent = test.Agent(client);

        await agent.RunAsync("hi");
        await agent.RunAsync("next");

        var answer = client.Requests[^1][1];
        Assert.Equal("assistant: hello + TextReasoningContent", new[] { answer }.Short()[0]);
        Assert.Equal("p", Assert.IsType<TextReasoningContent>(answer.Contents[1]).ProtectedData);
        Assert.Equal("NaN", answer.Contents[0].AdditionalProperties!["score"]!.ToString());
    }

    [Fact]
    public async Task What_is_large_beside_the_text_does_not_take_the_text()
    {
        await using var test = TestMemory.Create();
        var lost = new List<UnstoredMessages>();
        ChatMessage[] answers =
        [
            new(ChatRole.Assistant, "one") { AdditionalProperties = new() { ["raw"] = Huge } },
            new(ChatRole.Assistant, [new TextContent("two") { AdditionalProperties = new() { ["raw"] = Huge } }]),
            new(ChatRole.Assistant, [new TextContent("three") { Annotations = [new CitationAnnotation { Snippet = Huge }] }, new ErrorContent(Huge)]),
        ];
        using var client = new ScriptedChatClient((_, _, request) => answers[request]);
        var agent = test.Agent(client, options => options.History.OnUnstored = lost.Add);

        foreach (var question in new[] { "1", "2", "3" })
        {
            await agent.RunAsync(question);
        }

        Assert.Equal(
            ["user: 1", "assistant: one", "user: 2", "assistant: two", "user: 3", "assistant: three[ErrorContent: too large to keep]"],
            await test.SaidAsync());
        Assert.Equal([true, true, true], lost.Select(unstored => unstored.KeptInPart));
    }

    [Fact]
    public async Task What_the_hosts_store_keeps_is_not_shortened_and_is_handed_over_once()
    {
        await using var test = TestMemory.Create();
        var shelf = new Shelf();
        using var client = new ScriptedChatClient((_, _, _) => Models.Said(Huge));
        var agent = test.Agent(client, options => options.History.ContentStore = shelf);

        await agent.RunAsync(new ChatMessage(ChatRole.User, [new TextContent("look"), new DataContent(new byte[100_000], "image/png")]));
        await agent.RunAsync("next");

        Assert.Equal(1, shelf.Stored);
        Assert.Equal(100_000, Assert.IsType<DataContent>(client.Requests[^1][0].Contents[1]).Data.Length);
    }

    [Fact]
    public async Task A_hosts_store_that_fails_leaves_the_content_in_the_conversation()
    {
        await using var test = TestMemory.Create();
        using var client = new ScriptedChatClient("nice");
        var agent = test.Agent(client, options => options.History.ContentStore = new Shelf { Fails = true });

        await agent.RunAsync(new ChatMessage(ChatRole.User, [new TextContent("look"), new DataContent(new byte[100_000], "image/png")]));
        await agent.RunAsync("next");

        Assert.Equal(100_000, Assert.IsType<DataContent>(client.Requests[^1][0].Contents[1]).Data.Length);
    }

    private static object Make(string kind)
    {
        switch (kind)
        {
            case "text":
                return JsonSerializer.SerializeToElement(Huge);
            case "list":
                return Enumerable.Repeat(new string('y', 1000), 2000).ToList();
            case "contents":
                return new List<AIContent> { new TextContent(Huge) };
            case "no number":
                return new Dictionary<string, object?> { ["x"] = double.NaN };
            case "circle":
                var circle = new Dictionary<string, object?>();
                circle["self"] = circle;
                return circle;
            case "deep":
                return Enumerable.Range(0, 100).Aggregate((object)"leaf", (inner, _) => new List<object> { inner });
            case "too deep":
                using (var json = JsonDocument.Parse(new string('[', 1500) + new string(']', 1500), new() { MaxDepth = 2000 }))
                {
                    return json.RootElement.Clone();
                }

            case "stream":
                return new MemoryStream([1, 2, 3]);
            default:
                return typeof(string);
        }
    }

    /// <summary>A tool that returns its result unchanged, as a client's own tool may.</summary>
    private sealed class Returns(object result) : AIFunction
    {
        public override string Name => "look_up";

        protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) => new(result);
    }

    private sealed class Shelf : IContentStore
    {
        private readonly Dictionary<string, byte[]> _data = [];

        public bool Fails { get; init; }

        public int Stored => _data.Count;

        public ValueTask<string> StoreAsync(GuestConversation conversation, DataContent content, CancellationToken cancellationToken)
        {
            if (Fails)
            {
                throw new IOException("no room");
            }

            var key = $"k{_data.Count}";
            _data.Add(key, content.Data.ToArray());
            return new(key);
        }

        public ValueTask<byte[]?> ReadAsync(GuestConversation conversation, string key, CancellationToken cancellationToken) =>
            new(_data.GetValueOrDefault(key));
    }
}
