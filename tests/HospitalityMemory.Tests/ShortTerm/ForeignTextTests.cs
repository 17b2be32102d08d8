namespace HospitalityMemory.Tests.ShortTerm;

/// <summary>Text from outside: empty ids, and names and places that are not allowed.</summary>
public sealed class ForeignTextTests : IDisposable
{
    private readonly ShortTermFixture _fixture = new();

    private ShortTermMemory Memory => _fixture.Memory;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Messages_with_an_empty_id_are_all_added_also_in_one_append_and_in_a_copy()
    {
        await Memory.CreateSessionAsync("s");
        await Memory.AddMessageAsync("s", Unnamed("1"));
        await Memory.AddMessagesAsync("s", [Unnamed("2"), Unnamed("3")]);
        var copy = await Memory.Copier.CopyAsync("s", 3, "copy", CancellationToken.None);

        Assert.Equal(["1", "2", "3"], (await _fixture.PeekAsync("s")).Messages.Select(message => message.Content));
        Assert.Equal(["1", "2", "3"], copy.Messages.Select(message => message.Content));
        Assert.All(copy.Messages, message => Assert.Equal("", message.MessageId));

        static SessionMessage Unnamed(string content) => new() { Role = MessageRole.Assistant, Content = content, MessageId = "" };
    }

    [Fact]
    public async Task A_page_that_never_was_is_refused_by_the_name_that_the_caller_gave_it()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Memory.ListUserSessionsAsync("guest", "no place", 5).AsTask());

        Assert.Equal("after", error.ParamName);
        Assert.Contains("Next of the page before", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("half a pair: ?")]
    [InlineData("")]
    public void The_name_of_a_field_is_refused_as_what_it_is(string name)
    {
        // An attribute cannot hold half of a surrogate pair.
        var error = Assert.Throws<ArgumentException>(() => JsonFields.Empty.Set(name.Replace('?', '\ud800'), "x"));

        Assert.Equal("name", error.ParamName);
        Assert.StartsWith("The name of a field has 1 to 256 characters", error.Message, StringComparison.Ordinal);
    }
}
