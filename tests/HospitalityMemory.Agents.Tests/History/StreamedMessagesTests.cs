using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace HospitalityMemory.Agents.Tests;

public sealed class StreamedMessagesTests
{
    [Fact]
    public void Results_of_later_rounds_stay_behind_their_calls_though_all_have_one_id()
    {
        AgentResponseUpdate[] updates =
        [
            Update(ChatRole.Assistant, "m1", new FunctionCallContent("c1", "first")),
            Update(ChatRole.Tool, "t", new FunctionResultContent("c1", "1")),
            Update(ChatRole.Assistant, "m2", new FunctionCallContent("c2", "second")),
            Update(ChatRole.Tool, "t", new FunctionResultContent("c2", "2")),
            Update(ChatRole.Assistant, "m3", new TextContent("Do")),
            Update(ChatRole.Assistant, "m3", new TextContent("ne")),
        ];

        var messages = StreamedMessages.Of(updates);

        Assert.Equal(
            ["call c1", "result c1", "call c2", "result c2", "Done"],
            messages.Select(message => message.Contents[0] switch
            {
                FunctionCallContent call => $"call {call.CallId}",
                FunctionResultContent result => $"result {result.CallId}",
                _ => message.Text,
            }));
    }

    private static AgentResponseUpdate Update(ChatRole role, string messageId, AIContent content) =>
        new(role, [content]) { MessageId = messageId, AuthorName = "booking" };
}
