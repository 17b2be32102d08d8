namespace HospitalityMemory.Tests.ShortTerm;

/// <summary>Messages say where their text and payload came from.</summary>
public sealed class MessageOriginTests
{
    [Theory]
    [InlineData("user", OriginKind.Guest)]
    [InlineData("assistant", OriginKind.Agent)]
    [InlineData("tool", OriginKind.Tool)]
    [InlineData("system", OriginKind.Operator)]
    [InlineData("critic", OriginKind.Agent)]
    public void The_role_says_it_where_nothing_else_does(string role, OriginKind origin)
    {
        Assert.Equal(origin, new SessionMessage { Role = new(role), Content = "x" }.OriginKind);
    }

    [Fact]
    public async Task It_is_kept_where_it_was_set()
    {
        using var fixture = new ShortTermFixture();
        await fixture.Memory.CreateSessionAsync("s1", "anna");

        var found = await fixture.Memory.AddMessageAsync("s1", new() { OriginKind = OriginKind.Tool, Role = MessageRole.User, Content = "a page" });
        var said = await fixture.Memory.AddMessageAsync("s1", new() { Role = MessageRole.User, Content = "hello", OriginKind = OriginKind.Guest });

        Assert.Equal((OriginKind.Tool, OriginKind.Guest), (found.OriginKind, said.OriginKind));
        Assert.Equal([found, said], (await fixture.Memory.GetSessionAsync("s1"))!.Messages);
        Assert.Equal(said, new() { Role = MessageRole.User, Content = "hello", Timestamp = said.Timestamp, Place = said.Sequence });
    }

    [Fact]
    public async Task Another_number_is_none()
    {
        using var fixture = new ShortTermFixture();
        await fixture.Memory.CreateSessionAsync("s1", "anna");

        var refused = await Assert.ThrowsAsync<ArgumentException>(
            () => fixture.Memory.AddMessageAsync("s1", new() { Role = MessageRole.User, Content = "x", OriginKind = (OriginKind)17 }).AsTask());

        Assert.Contains("Guest, Agent, Tool, Import, Operator", refused.Message, StringComparison.Ordinal);
        Assert.Empty((await fixture.Memory.GetSessionAsync("s1"))!.Messages);
    }
}
