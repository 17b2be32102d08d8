using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests.History;

/// <summary>A message comes back unchanged.</summary>
public sealed class WholeMessageTests
{
    private static readonly JsonSerializerOptions Json = AgentAbstractionsJsonUtilities.DefaultOptions;
    private static readonly JsonSerializerOptions DeepJson = new(Json) { MaxDepth = 200 };

    public static TheoryData<string, AIContent[]> Contents => new()
    {
        { "text", [new TextContent("Grüezi 👋")] },
        { "no text", [new TextContent("")] },
        { "no contents", [] },
        { "two texts", [new TextContent("one"), new TextContent("two")] },
        { "text with properties", [new TextContent("x") { AdditionalProperties = new() { ["lang"] = "de", ["n"] = 3 } }] },
        {
            "annotations",
            [
                new TextContent("x")
                {
                    Annotations = [new CitationAnnotation { Title = "t", Url = new("https://example.org/"), AnnotatedRegions = [new TextSpanAnnotatedRegion { StartIndex = 0, EndIndex = 1 }] }],
                },
            ]
        },
        { "call", [new TextContent("let me look"), new FunctionCallContent("c1", "search", new Dictionary<string, object?> { ["city"] = "Rome", ["guests"] = 2, ["deep"] = new[] { 1, 2 } })] },
        { "result", [new FunctionResultContent("c1", new { found = 3, names = new[] { "a", "b" } })] },
        { "result that is nothing", [new FunctionResultContent("c1", null)] },
        { "reasoning", [new TextReasoningContent("I think") { ProtectedData = "opaque==" }, new TextContent("so")] },
        { "data", [new DataContent(new byte[] { 1, 2, 3, 250 }, "image/png") { Name = "photo.png" }] },
        { "uri", [new UriContent(new Uri("https://example.org/a.pdf"), "application/pdf")] },
        { "hosted file", [new HostedFileContent("file-1"), new HostedVectorStoreContent("vs-1")] },
        { "error", [new ErrorContent("it broke") { ErrorCode = "E1", Details = "details" }] },
        { "usage", [new UsageContent(new() { InputTokenCount = 12, OutputTokenCount = 3, TotalTokenCount = 15 })] },
        { "approval request", [new ToolApprovalRequestContent("r1", new FunctionCallContent("c1", "pay", new Dictionary<string, object?> { ["amount"] = 100 }))] },
        { "approval response", [new ToolApprovalResponseContent("r1", true, new FunctionCallContent("c1", "pay")) { Reason = "fine" }] },
        { "mcp call", [new McpServerToolCallContent("m1", "lookup", "server") { Arguments = new Dictionary<string, object?> { ["q"] = "x" } }] },
        { "mcp result", [new McpServerToolResultContent("m1") { Outputs = [new TextContent("y")] }] },
        { "a deep value", [new FunctionResultContent("c1", Deep(90))] },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public async Task Every_content_comes_back(string name, AIContent[] contents)
    {
        Assert.NotEmpty(name);
        var message = new ChatMessage(name.Contains("result", StringComparison.Ordinal) ? ChatRole.Tool : ChatRole.Assistant, contents)
        {
            MessageId = "m-1",
            AuthorName = "concierge",
            CreatedAt = new DateTimeOffset(2026, 3, 1, 9, 30, 0, 123, TimeSpan.FromHours(5.5)),
            AdditionalProperties = new() { ["trace"] = "abc", ["list"] = new[] { "x" } },
        };

        var back = await RoundTripAsync(message);

        Assert.Equal(Text(message), Text(back));
        Assert.Equal(message.CreatedAt!.Value.Offset, back.CreatedAt!.Value.Offset);
    }

    [Theory]
    [InlineData("user")]
    [InlineData("assistant")]
    [InlineData("system")]
    [InlineData("tool")]
    [InlineData("developer")]
    [InlineData("Reviewer of things")]
    public async Task Every_role_comes_back(string role)
    {
        var back = await RoundTripAsync(new(new ChatRole(role), "x"));

        Assert.Equal(role, back.Role.Value);
        Assert.Null(back.AuthorName);
        Assert.Null(back.CreatedAt);
        Assert.Null(back.AdditionalProperties);
    }

    [Fact]
    public async Task What_is_longer_than_a_name_may_be_comes_back()
    {
        var message = new ChatMessage(new ChatRole(new('r', 100)), "x") { MessageId = new('i', 9000), AuthorName = new('a', 9000) };

        Assert.Equal(Text(message), Text(await RoundTripAsync(message)));
    }

    [Fact]
    public async Task A_type_that_only_its_host_knows_comes_back_to_it_and_is_kept_by_others()
    {
        var options = new JsonSerializerOptions(Json);
        options.AddAIContentType<SeatContent>("seat");
        var message = new ChatMessage(ChatRole.Assistant, [new SeatContent { Seat = "12A" }, new TextContent("there")]);

        var known = await RoundTripAsync(message, options);
        Assert.Equal("12A", Assert.IsType<SeatContent>(known.Contents[0]).Seat);

        // Another process that does not know the type keeps the content, and the host finds it again.
        var mapper = new MessageMapper(options, null, 1);
        var other = new MessageMapper(null, null, 1);
        var stored = mapper.ToMemory(message, "m", "r", new());
        var unknown = (await other.ToFrameworkAsync(Models.Conversation, stored, default)).Message;
        Assert.Equal("seat", Assert.IsType<UnknownContent>(unknown.Contents[0]).TypeName);
        Assert.Equal("there", unknown.Text);
        var again = other.ToMemory(unknown, "m", "r", new());
        var back = (await mapper.ToFrameworkAsync(Models.Conversation, again, default)).Message;
        Assert.Equal("12A", Assert.IsType<SeatContent>(back.Contents[0]).Seat);
    }

    [Fact]
    public async Task A_type_that_nobody_registered_is_kept_by_its_name()
    {
        var back = await RoundTripAsync(new(ChatRole.Assistant, [new SeatContent { Seat = "12A" }]));

        var unknown = Assert.IsType<UnknownContent>(back.Contents[0]);
        Assert.Equal(typeof(SeatContent).FullName, unknown.TypeName);
        Assert.Equal("12A", unknown.Json.GetProperty("seat").GetString());
    }

    [Fact]
    public async Task Values_that_are_no_JSON_are_kept_as_what_they_say()
    {
        var circle = new List<object>();
        circle.Add(circle);
        var message = new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", double.NaN), new FunctionResultContent("c2", circle)]);

        var back = await RoundTripAsync(message);

        Assert.Equal(["NaN", circle.ToString()], back.Contents.Cast<FunctionResultContent>().Select(result => result.Result?.ToString()));
    }

    [Fact]
    public async Task Large_data_goes_to_the_hosts_store_and_comes_back()
    {
        var store = new Shelf();
        var photo = new byte[50_000];
        photo[7] = 9;
        var mapper = new MessageMapper(null, store, 1_000);
        var message = new ChatMessage(
            ChatRole.User, [new TextContent("look"), new DataContent(photo, "image/png") { Name = "beach.png", AdditionalProperties = new() { ["w"] = 3 } }]);

        var contents = new StoredContents();
        contents.Add(message.Contents[1], (await mapper.TryStoreAsync(Models.Conversation, message.Contents[1], default))!);
        var stored = mapper.ToMemory(message, "m", "r", contents);
        var back = (await mapper.ToFrameworkAsync(Models.Conversation, stored, default)).Message;

        Assert.InRange(stored.Payload!.Value.GetRawText().Length, 1, 500);
        var data = Assert.IsType<DataContent>(back.Contents[1]);
        Assert.Equal(photo, data.Data.ToArray());
        Assert.Equal(("image/png", "beach.png"), (data.MediaType, data.Name));
        Assert.Equal("look", back.Text);

        store.Data.Clear();
        var without = (await mapper.ToFrameworkAsync(Models.Conversation, stored, default)).Message;
        Assert.Contains("image/png, 50000 bytes", Assert.IsType<TextContent>(without.Contents[1]).Text, StringComparison.Ordinal);
    }

    private static async Task<ChatMessage> RoundTripAsync(ChatMessage message, JsonSerializerOptions? options = null)
    {
        await using var test = TestMemory.Create();
        var mapper = new MessageMapper(options, null, 1_000);
        await test.ShortTerm.CreateSessionAsync("s1", "anna");
        var mapped = mapper.ToMemory(message, message.MessageId ?? "derived", "run", new());
        await test.ShortTerm.AddMessageAsync("s1", mapped);
        var stored = (await test.SessionAsync()).Messages[0];
        var session = Session.FromJson((await test.SessionAsync()).ToJson());
        Assert.Equal(stored.Payload?.GetRawText(), session.Messages[0].Payload?.GetRawText());
        return (await mapper.ToFrameworkAsync(Models.Conversation, session.Messages[0], default)).Message;
    }

    private static string Text(ChatMessage message) => JsonSerializer.Serialize(message, DeepJson);

    private static object Deep(int levels)
    {
        object value = "end";
        for (var i = 0; i < levels; i++)
        {
            value = new Dictionary<string, object> { ["a"] = value };
        }

        return value;
    }

    private sealed class SeatContent : AIContent
    {
        public string? Seat { get; set; }
    }

    private sealed class Shelf : IContentStore
    {
        public Dictionary<string, byte[]> Data { get; } = [];

        public ValueTask<string> StoreAsync(GuestConversation conversation, DataContent content, CancellationToken cancellationToken)
        {
            var key = $"{conversation.UserId}/{Data.Count}";
            Data[key] = content.Data.ToArray();
            return new(key);
        }

        public ValueTask<byte[]?> ReadAsync(GuestConversation conversation, string key, CancellationToken cancellationToken) =>
            new(Data.GetValueOrDefault(key));
    }
}
