using System.Text;
using System.Text.Json;
using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>What a message may hold comes back as it was given.</summary>
internal sealed class SessionStoreTextCases(CaseRun<ISessionStore> run) : SessionStoreCases(run)
{
    // As UTF-8, which is how the limit of 8 KB is counted.
    private const int LongestId = 8_192;

    private static readonly string Longest = new('r', 64);

    [Case]
    public async Task Every_character_there_is_comes_back()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        var text = new StringBuilder();
        for (var c = 0; c <= char.MaxValue; c++)
        {
            _ = char.IsSurrogate((char)c) ? text : text.Append((char)c);
        }

        foreach (var rune in (int[])[0x10000, 0x1F3D6, 0x1F468, 0xE0001, 0xFFFFF, 0x10FFFF])
        {
            text.Append(new Rune(rune));
        }

        var all = text.ToString();
        await AppendAsync(store, "s1", [Says(all), Says(all[..1_000], MessageRole.Assistant)]);
        var info = await PeekInfoAsync(store, "s1");
        await ReplaceAsync(store, Next(info, T0) with { Context = JsonFields.Empty.Set("a", all) });

        var session = await PeekAsync(store, "s1");
        Assert.Equal(all, session.Messages[0].Content);
        Assert.Equal(all[..1_000], session.Messages[1].Content);
        Assert.Equal(all, session.Context.GetString("a"));
        Assert.Equal([all, all[..1_000]], Contents(await ReadAsync(store, "s1")));
    }

    [Case]
    public async Task Text_that_looks_like_something_else_stays_text()
    {
        string[] texts =
        [
            "", " ", "null", "{}", "\"", "\\", "\\u0041", "\\ud83d", "\0", "\u0001", "\r\n", "\u2028", "\ufeffbom", "\ufffd", "e\u0301", "é", "'; --",
            "%s %d", "a\tb", "-inf", "1e5", "👨‍👩‍👧‍👦", "مرحبا", "</script>", new('\\', 500), new('"', 501), new('\u0000', 300),
        ];
        var store = await CreateStoreAsync();
        foreach (var (text, index) in texts.Select((text, index) => (text, index)))
        {
            var id = $"s{index}";
            await CreateAsync(store, id);
            await SayAsync(store, id, text);
            await AppendAsync(store, id, [Says(text, MessageRole.Assistant) with { MessageId = $"id{text}", ToolCallIds = [text, text] }]);
            var session = await PeekAsync(store, id);
            Assert.Equal([text, text], Contents(session));
            Assert.Equal($"id{text}", session.Messages[1].MessageId);
            Assert.Equal([text, text], session.Messages[1].ToolCallIds);
        }
    }

    [Case]
    public async Task The_longest_ids_come_back_and_are_told_apart_by_their_last_character()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        string[] ids = [new('x', LongestId), new string('x', LongestId - 1) + "y", string.Concat(Enumerable.Repeat("🏖", LongestId / 4))];
        foreach (var id in ids)
        {
            await AppendAsync(store, "s1", [Says("call", MessageRole.Assistant) with { MessageId = id, ToolCallIds = [id, .. ids] }]);
        }

        var session = await PeekAsync(store, "s1");
        Assert.Equal(ids, session.Messages.Select(message => message.MessageId));
        Assert.Equal([ids[2], .. ids], session.Messages[2].ToolCallIds);
        Assert.Equal([2L], (await AppendAsync(store, "s1", [Says("again") with { MessageId = ids[1] }])).Sequences);
    }

    [Case]
    public async Task A_payload_comes_back_as_it_is()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 64)) + string.Concat(Enumerable.Repeat("]", 64));
        string[] payloads =
        [
            """{"parts":[{"type":"text","text":"ä 🏖 \" \\ \n"},{"type":"call","arguments":{"city":"São Paulo","nights":3}}]}""",
            """{"price":1.10,"big":123456789012345678901234567890,"small":1E-7,"tiny":1e400,"zero":-0,"one":1.0}""",
            """{"content":"c","name":"n","role":"r","sequence":99,"user_id":"u","payload":{},"message_id":"m"}""",
            """{"":"","a":null,"b":[],"c":{},"d":true,"e":false}""",
            "[]", "{}", "[[],[null]]", "\"text\"", "\"\"", "17", "0.10", "true", "false", deep,
        ];
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        foreach (var payload in payloads)
        {
            var given = Parse(payload);
            await AppendAsync(store, "s1", [Says("", MessageRole.Assistant) with { Payload = given }]);
            await AppendAsync(store, "s1", [Says("plain")]);
            var session = await PeekAsync(store, "s1");
            Assert.Equal(given.GetRawText(), session.Messages[^2].Payload?.GetRawText());
            Assert.Null(session.Messages[^1].Payload);
            Assert.Equal(given.GetRawText(), (await ReadAsync(store, "s1", max: 2)).Messages[0].Message.Payload?.GetRawText());
        }
    }

    [Case]
    public async Task A_large_payload_comes_back()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        var photo = Parse($$"""{"type":"image","data":"{{new string('A', 300_000)}}"}""");

        Assert.Equal(SessionWriteStatus.Done, (await AppendAsync(store, "s1", [Says("photo") with { Payload = photo }])).Status);

        Assert.Equal(photo.GetRawText(), (await PeekAsync(store, "s1")).Messages[0].Payload?.GetRawText());
    }

    [Case]
    public async Task Roles_are_open_and_keep_their_names()
    {
        string[] names = ["user", "assistant", "system", "tool", "developer", "function", "agent", "USER", "Tool", "критик", "a b", Longest];
        var limits = Limits with { MaxMessages = 100 };
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");

        await AppendAsync(store, "s1", [.. names.Select(name => Says("hello", new(name)))], limits: limits);

        Assert.Equal(names, (await PeekAsync(store, "s1")).Messages.Select(message => message.Role.Name));
        Assert.Equal(names, (await ReadAsync(store, "s1")).Messages.Select(stored => stored.Message.Role.Name));
    }

    [Case]
    public async Task Unknown_fields_of_a_message_come_back()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        var fields = JsonFields.Empty.Set("later", Parse("""{"a":[1.50,"ü"]}""")).Set("z", (string?)null).Set("a", 2m);

        await AppendAsync(store, "s1", [Says("hello") with { AdditionalFields = fields }]);

        Assert.Equal(fields, (await PeekAsync(store, "s1")).Messages[0].AdditionalFields);
    }

    [Case]
    public async Task Times_of_messages_come_back()
    {
        DateTimeOffset[] times = [DateTimeOffset.MinValue.AddTicks(1), DateTimeOffset.UnixEpoch, T0.AddTicks(1), At(9), DateTimeOffset.MaxValue];
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");

        await AppendAsync(store, "s1", [.. times.Select(time => Says("hello") with { Timestamp = time })]);

        Assert.Equal(times, (await PeekAsync(store, "s1")).Messages.Select(message => message.Timestamp));
    }

    [Case]
    public async Task A_replaced_message_comes_back_as_whole()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        await SayAsync(store, "s1", "old");
        var whole = Says("new", new("developer")) with
        {
            MessageId = "id",
            Payload = Parse("""{"a":[1.0]}"""),
            Agent = "a",
            Name = "n",
            ToolCallIds = ["c1"],
            AdditionalFields = JsonFields.Empty.Set("later", 1m),
        };

        await store.TryReplaceMessageAsync("s1", NewMessages.Replacement(1, 0, whole), T0, Limits, CaseToken.Current);

        var read = (await PeekAsync(store, "s1")).Messages[0];
        Assert.Equal(
            (whole.Content, whole.Role.Name, whole.MessageId, whole.Agent, whole.Name, whole.AdditionalFields, whole.Timestamp, 1),
            (read.Content, read.Role.Name, read.MessageId, read.Agent, read.Name, read.AdditionalFields, read.Timestamp, read.Sequence));
        Assert.Equal("""{"a":[1.0]}""", read.Payload?.GetRawText());
        Assert.Equal(["c1"], read.ToolCallIds);
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
