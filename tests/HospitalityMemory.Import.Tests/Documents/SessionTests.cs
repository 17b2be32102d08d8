namespace HospitalityMemory.Import.Tests.Documents;

/// <summary>The messages and slots of a session's record.</summary>
public sealed class SessionTests
{
    [Fact]
    public async Task Two_messages_with_one_id_are_both_kept_if_they_differ()
    {
        await using var provider = RecordCases.Provider();

        var outcome = Assert.Single(await provider.SessionsAsync(
            """
            {"session_id":"s","messages":[{"id":"m","role":"user","content":"one"},{"id":"m","role":"user","content":"two"}, {"id":"m","role":"user","content":"one"}, {"id":"m-2","role":"user","content":"three"}]}
            """));

        Assert.Equal((3, ""), (outcome.Items, outcome.Told()));
        Assert.Equal(["m one", "m-2 two", "m-2-2 three"], (await provider.SessionAsync("s")).Messages.Select(message => $"{message.MessageId} {message.Content}"));
    }

    [Fact]
    public async Task Messages_that_are_trimmed_on_arrival_are_told_and_not_counted()
    {
        await using var provider = RecordCases.Provider(options => options.ShortTerm.MaxMessages = 3);
        var messages = string.Join(',', Enumerable.Range(1, 5).Select(number => $$"""{"role":"user","content":"{{number}}"}"""));

        var outcome = Assert.Single(await provider.SessionsAsync($$"""{"session_id":"s","messages":[{{messages}}]}"""));

        Assert.Equal((3, "$.messages has 5 messages; 2 were trimmed, as a session keeps only the latest"), (outcome.Items, outcome.Told()));
        Assert.Equal(["3", "4", "5"], (await provider.SessionAsync("s")).Messages.Select(message => message.Content));
    }

    [Theory]
    [InlineData(2_000_000)]
    [InlineData(600_000)]
    public async Task A_message_that_is_too_large_costs_only_itself(int length)
    {
        await using var provider = RecordCases.Provider();
        var large = $$"""{"role":"user","content":"{{new string('x', length)}}"}""";

        var outcome = Assert.Single(await provider.SessionsAsync($$"""{"session_id":"s","messages":[{"role":"user","content":"a"},{{large}}]}"""));

        Assert.Equal((ImportOutcomeKind.Added, 1, "$.messages[1] is not kept: it is larger than a session may be"), (outcome.Kind, outcome.Items, outcome.Told()));
        Assert.Equal("a", Assert.Single((await provider.SessionAsync("s")).Messages).Content);
    }

    [Fact]
    public async Task A_message_that_no_store_can_keep_has_no_others_trimmed()
    {
        await using var provider = RecordCases.Provider();
        var large = $$"""{"role":"user","content":"{{new string('x', 2_000_000)}}"}""";

        var outcome = Assert.Single(await provider.SessionsAsync($$"""{"session_id":"s","messages":[{"role":"user","content":"a"},{{large}},{"role":"user","content":"b"}]}"""));

        Assert.Equal(2, outcome.Items);
        Assert.Equal(["a", "b"], (await provider.SessionAsync("s")).Messages.Select(message => message.Content));
    }

    [Fact]
    public async Task A_message_that_is_not_allowed_costs_only_itself()
    {
        await using var provider = RecordCases.Provider();

        var outcome = Assert.Single(await provider.SessionsAsync(
            $$"""{"session_id":"s","messages":[{"role":"user","content":"a"},{"role":"tool","content":"b","name":"{{new string('n', 9_000)}}"}]}"""));

        Assert.Equal((ImportOutcomeKind.Added, 1), (outcome.Kind, outcome.Items));
        Assert.StartsWith("$.messages[1] is not kept. A message's Name has 9000 bytes as UTF-8", outcome.Told(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_stays_as_it_is_keeps_nothing_of_the_record()
    {
        await using var provider = RecordCases.Provider();
        const string Json = """{"session_id":"s","messages":[{"role":"user","content":"a"}]}""";

        var first = Assert.Single(await provider.SessionsAsync(Json));
        var second = Assert.Single(await provider.SessionsAsync(Json));

        Assert.Equal((1, ImportOutcomeKind.Unchanged, 0), (first.Items, second.Kind, second.Items));
    }

    [Fact]
    public async Task What_stands_beside_the_text_is_kept_wherever_it_stands()
    {
        await using var provider = RecordCases.Provider();

        await provider.SessionsAsync("""{"session_id":"s","messages":[{"type":"human","mood":1,"data":{"content":"a","mood":2}},{"role":"user","content":"b","data":"x"}]}""");

        var messages = (await provider.SessionAsync("s")).Messages;
        Assert.Equal("""{"mood":1,"data_mood":2}""", messages[0].AdditionalFields.ToString());
        Assert.Equal("""{"data":"x"}""", messages[1].AdditionalFields.ToString());
    }

    [Theory]
    [InlineData("""{"checkin":"whenever","guests":"many","city":"Rome"}""", """{"checkin":"whenever","guests":"many"}""")]
    [InlineData("""{"Check-In Date":"whenever","adults":2,"kids":"some"}""", """{"Check-In Date":"whenever","adults":2,"kids":"some"}""")]
    [InlineData("""{"budget":null,"nights":"??many"}""", """{"nights":"??many"}""")]
    public async Task Slots_that_cannot_be_read_are_kept_under_the_names_of_the_record(string slots, string unread)
    {
        await using var provider = RecordCases.Provider();

        var outcome = Assert.Single(await provider.SessionsAsync($$"""{"session_id":"s","slots":{{slots}} }"""));

        Assert.NotEmpty(outcome.Problems);
        Assert.Equal(unread, (await provider.SessionAsync("s")).AdditionalFields.Json("unread_slots").GetRawText());
    }

    [Fact]
    public async Task Slots_beyond_those_that_a_session_takes_are_kept()
    {
        await using var provider = RecordCases.Provider();
        var name = new string('n', 500);
        var many = string.Join(',', Enumerable.Range(0, 200).Select(number => $"\"own{number}\":{number}"));

        await provider.SessionsAsync($$"""[{"session_id":"s","slots":{ {{many}} } },{"session_id":"t","slots":{"{{name}}":1} }]""");

        var session = await provider.SessionAsync("s");
        Assert.Equal(200, session.Slots.Extras.Count + session.AdditionalFields.Json("unread_slots").EnumerateObject().Count());
        Assert.Equal(1, (await provider.SessionAsync("t")).AdditionalFields.Json("unread_slots").GetProperty(name).GetInt32());
    }
}
