using System.Reflection;
using System.Text.Json;
using Moq;

namespace HospitalityMemory.Testing.Tests;

public sealed class CallLogTests
{
    public static TheoryData<string, string> Methods
    {
        get
        {
            var methods = new TheoryData<string, string>();
            foreach (var method in AllMethods())
            {
                methods.Add(method.DeclaringType!.Name, method.ToString()!);
            }

            return methods;
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_call_is_written_down_with_its_arguments_and_made(string memory, string signature)
    {
        var method = AllMethods().Single(one => one.DeclaringType!.Name == memory && one.ToString() == signature);
        var log = new CallLog();
        var inner = Inner(memory);
        object?[] arguments = [.. method.GetParameters().Select(Argument)];

        method.Invoke(Recorded(log, memory, inner.Object), arguments);

        var call = Assert.Single(log.Calls);
        Assert.Equal((memory, method.Name), (call.Memory, call.Method));
        var made = Assert.Single(inner.Invocations);
        Assert.Equal(method, made.Method);
        Assert.Equal<object?>(arguments, made.Arguments);
        Assert.Equal(method.GetParameters().Select(one => one.Name!).Order(), call.Arguments.Keys.Order());
        foreach (var (parameter, argument) in method.GetParameters().Zip(arguments))
        {
            Assert.Equal(argument, call.Arguments[parameter.Name!]);
        }
    }

    [Fact]
    public async Task Calls_at_once_are_all_there_once()
    {
        const int Callers = 8;
        const int Each = 500;
        await using var memory = TestMemory.Create();

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                await memory.ShortTerm.GetSessionAsync($"{caller}:{i}");
                _ = memory.Calls.Calls.Count;
            }
        })));

        var ids = memory.Calls.Of(nameof(IShortTermMemory.GetSessionAsync)).Select(call => call.Argument<string>("sessionId")!).ToList();
        Assert.Equal(Callers * Each, memory.Calls.Calls.Count);
        Assert.Equal(
            Enumerable.Range(0, Callers).SelectMany(caller => Enumerable.Range(0, Each).Select(i => $"{caller}:{i}")).Order(StringComparer.Ordinal),
            ids.Order(StringComparer.Ordinal));
        Assert.Equal(
            Enumerable.Range(0, Each).Select(i => $"3:{i}"), ids.Where(id => id.StartsWith("3:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_was_given_is_kept_as_it_was()
    {
        await using var memory = TestMemory.Create();
        await memory.ShortTerm.CreateSessionAsync("s1");
        var messages = new List<SessionMessage> { new() { Role = MessageRole.User, Content = "one" } };
        await memory.ShortTerm.AddMessagesAsync("s1", messages);
        messages.Clear();
        using (var slots = JsonDocument.Parse("""{"city": "Miami"}"""))
        {
            await memory.ShortTerm.UpdateSlotsFromJsonAsync("s1", slots.RootElement);
        }

        Assert.Equal(
            ["one"],
            memory.Calls.Of("AddMessagesAsync").Single().Argument<IReadOnlyList<SessionMessage>>("messages")!.Select(message => message.Content));
        Assert.Equal("Miami", memory.Calls.Of("UpdateSlotsFromJsonAsync").Single().Argument<JsonElement>("slots").GetProperty("city").GetString());
    }

    [Fact]
    public async Task A_call_that_fails_is_written_down_too()
    {
        await using var memory = TestMemory.Create();

        await Assert.ThrowsAsync<SessionNotFoundException>(async () => await memory.ShortTerm.ClearSlotsAsync("nobody"));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await memory.ShortTerm.UpdateSlotsFromJsonAsync("", default));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await memory.ShortTerm.AddMessagesAsync("s1", null!));

        Assert.Equal(["ClearSlotsAsync", "UpdateSlotsFromJsonAsync", "AddMessagesAsync"], memory.Calls.Calls.Select(call => call.Method));
    }

    [Fact]
    public async Task An_argument_that_is_not_there_or_of_another_type_is_told()
    {
        await using var memory = TestMemory.Create();
        await memory.ShortTerm.GetSessionAsync("s1");
        var call = Assert.Single(memory.Calls.Calls);

        var missing = Assert.Throws<ArgumentException>(() => call.Argument<string>("userId"));
        var other = Assert.Throws<ArgumentException>(() => call.Argument<int>("sessionId"));

        Assert.StartsWith("GetSessionAsync has no argument 'userId'; it has sessionId, cancellationToken.", missing.Message);
        Assert.StartsWith("The argument 'sessionId' of GetSessionAsync is of the type String, not Int32.", other.Message);
    }

    private static IEnumerable<MethodInfo> AllMethods() =>
        new[] { typeof(IShortTermMemory), typeof(ILongTermMemory), typeof(IGuestMemory), typeof(IMemoryAdministration) }
            .SelectMany(type => type.GetMethods());

    private static Mock Inner(string memory) => memory switch
    {
        nameof(IShortTermMemory) => new Mock<IShortTermMemory>(),
        nameof(ILongTermMemory) => new Mock<ILongTermMemory>(),
        nameof(IGuestMemory) => new Mock<IGuestMemory>(),
        _ => new Mock<IMemoryAdministration>(),
    };

    private static object Recorded(CallLog log, string memory, object inner) => memory switch
    {
        nameof(IShortTermMemory) => log.Record((IShortTermMemory)inner),
        nameof(ILongTermMemory) => log.Record((ILongTermMemory)inner),
        nameof(IGuestMemory) => log.Record((IGuestMemory)inner),
        _ => log.Record((IMemoryAdministration)inner),
    };

    /// <summary>A value that tells its parameter from the others.</summary>
    private static object? Argument(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(string) => parameter.Name,
        var type when type == typeof(int) => 7,
        var type when type == typeof(long) => 8L,
        var type when type == typeof(decimal) => 4.5m,
        var type when type == typeof(bool) => true,
        var type when type == typeof(TimeSpan) => TimeSpan.FromDays(3),
        var type when type == typeof(CancellationToken) => new CancellationTokenSource().Token,
        var type when type.IsValueType => Activator.CreateInstance(type),
        _ => null,
    };
}
