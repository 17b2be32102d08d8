namespace HospitalityMemory.Conformance;

/// <summary>What an operator does over a store.</summary>
public abstract class MemoryAdministrationConformance : ShortTermMemoryConformance
{
    [SkippableFact]
    public async Task All_sessions_are_listed_those_of_guests_and_anonymous_ones()
    {
        await StartAsync();
        await Memory.CreateSessionAsync("a", "guest");
        await Memory.CreateSessionAsync("b", "other");
        await Memory.CreateSessionAsync("c");
        await Memory.CreateSessionAsync(new NewSession { SessionId = "gone", Lifetime = TimeSpan.FromMinutes(1) });
        Advance(2);

        Assert.Equal(["a", "b", "c"], (await ListAsync(Administration.ListSessionsAsync())).Select(session => session.SessionId).Order());
        var listed = new List<string>();
        string? after = null;
        do
        {
            var page = await Administration.ListSessionsAsync(after, 1);
            listed.AddRange(page.Sessions.Select(session => session.SessionId));
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(["a", "b", "c"], listed.Order());
    }

    [SkippableFact]
    public async Task A_session_is_copied_up_to_a_message_under_a_new_id()
    {
        await StartAsync();
        await Memory.CreateSessionAsync(new NewSession { SessionId = Id, UserId = "guest", Lifetime = TimeSpan.FromMinutes(20), CurrentAgent = "booking" });
        await Memory.UpdateSlotsAsync(Id, new BookingSlots { City = "Lisbon" });
        await Memory.AddMessagesAsync(
            Id,
            [
                Says("one") with { MessageId = "m1" },
                Says("call", MessageRole.Assistant) with { ToolCallIds = ["c1"] },
                Says("result", MessageRole.Tool) with { ToolCallIds = ["c1"] },
                Says("four"),
            ]);
        var before = await PeekAsync();
        Advance(1);

        var copy = await Administration.CopySessionAsync(Id, 3, "copy");

        Assert.Equal(["one", "call", "result"], Contents(copy));
        Assert.Equal(("copy", "guest", "booking", "Lisbon", 1), (copy.SessionId, copy.UserId, copy.CurrentAgent, copy.Slots.City, copy.Version));
        Assert.Equal((At(1), At(21)), (copy.CreatedAt, copy.ExpiresAt));
        Assert.Equal(before.Messages.Take(3).Select(message => message.Timestamp), copy.Messages.Select(message => message.Timestamp));
        Assert.Equal(Whole(copy), Whole(await PeekAsync("copy")));

        // The two sessions are independent, and the copy knows the message ids that it was copied with.
        await Memory.AddMessageAsync("copy", MessageRole.User, "other");
        Assert.Equal(1, (await Memory.AddMessageAsync("copy", Says("again") with { MessageId = "m1" })).Sequence);
        Assert.Equal(before.Messages.Count, (await PeekAsync()).Messages.Count);
        Assert.Empty((await Administration.CopySessionAsync(Id, 0, "empty")).Messages);
        await Assert.ThrowsAsync<SessionAlreadyExistsException>(() => Administration.CopySessionAsync(Id, 1, "copy").AsTask());
        await Assert.ThrowsAsync<SessionNotFoundException>(() => Administration.CopySessionAsync("none", 1, "copy2").AsTask());
        Assert.Null(await Memory.PeekSessionAsync("copy2"));
    }
}
