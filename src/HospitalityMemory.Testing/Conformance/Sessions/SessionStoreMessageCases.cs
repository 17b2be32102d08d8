using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>How messages are appended.</summary>
internal sealed class SessionStoreMessageCases(CaseRun<ISessionStore> run) : SessionStoreCases(run)
{
    [Case]
    public async Task Messages_keep_what_they_say_and_get_numbers_without_gaps()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        var whole = new SessionMessage
        {
            Role = MessageRole.Assistant,
            Content = "emoji 🏖, ä, \"quotes\", \\, \n and \0",
            Timestamp = At(1),
            Pinned = true,
            Agent = "availability",
            Name = "search",
            ToolCallIds = ["c1", "c2"],
            AdditionalFields = JsonFields.Empty.Set("later", "x"),
        };
        var plain = Says("", MessageRole.Tool);

        Assert.Equal(1, (await AppendAsync(store, "s1", [whole with { }], At(1))).FirstSequence);
        Assert.Equal(2, (await AppendAsync(store, "s1", [plain with { }, plain with { }], At(1))).FirstSequence);
        Assert.Equal(4, (await SayAsync(store, "s1", "last", At(1))).FirstSequence);

        var read = await PeekAsync(store, "s1", At(1));
        Assert.Equal([1L, 2, 3, 4], read.Messages.Select(message => message.Sequence));
        var first = read.Messages[0];
        Assert.Equal(
            (whole.Role, whole.Content, whole.Timestamp, whole.Pinned, whole.Agent, whole.Name, whole.AdditionalFields),
            (first.Role, first.Content, first.Timestamp, first.Pinned, first.Agent, first.Name, first.AdditionalFields));
        Assert.Equal(["c1", "c2"], first.ToolCallIds);
        Assert.Equal((MessageRole.Tool, "", T0, false, null), (
            read.Messages[1].Role, read.Messages[1].Content, read.Messages[1].Timestamp, read.Messages[1].Pinned, read.Messages[1].Agent));
        Assert.Empty(read.Messages[1].ToolCallIds);
    }

    [Case]
    public async Task An_append_notes_the_time_of_the_write_and_leaves_the_version()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");

        await SayAsync(store, "s1", "hello", At(7));

        var read = await PeekAsync(store, "s1", At(7));
        Assert.Equal((At(7), T0, 1), (read.UpdatedAt, read.CreatedAt, read.Version));
    }

    [Case]
    public async Task A_message_that_makes_the_session_too_large_changes_nothing()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, "s1");
        for (var i = 1; i <= 5; i++)
        {
            await SayAsync(store, "s1", $"m{i}");
        }

        var one = await SayAsync(store, "s1", new string('x', 3 * 1024 * 1024), At(5));
        var many = await AppendAsync(store, "s1", [Says("small"), Says(new string('x', 3 * 1024 * 1024))], At(5));

        Assert.Equal((SessionWriteStatus.TooLarge, SessionWriteStatus.TooLarge), (one.Status, many.Status));
        Assert.True(one.SizeBytes > Limits.MaxSessionBytes);
        var read = await PeekAsync(store, "s1");
        Assert.Equal(["m1", "m2", "m3", "m4", "m5"], Contents(read));
        Assert.Equal((At(30), T0), (read.ExpiresAt, read.UpdatedAt));
        Assert.Equal(6, (await SayAsync(store, "s1", "m6")).FirstSequence);
    }
}
