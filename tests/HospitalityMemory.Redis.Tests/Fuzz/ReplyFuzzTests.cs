using System.Text;
using CsCheck;
using HospitalityMemory.Conformance;
using StackExchange.Redis;

namespace HospitalityMemory.Redis.Tests.Fuzz;

/// <summary>A script's answer with broken stored parts is reported as broken, and never as another error.</summary>
[Trait("Category", Fuzzing.Category)]
public sealed class ReplyFuzzTests
{
    private const string State =
        """{"session_id":"s","user_id":"u","created_at":"2026-03-01T12:00:00Z","updated_at":"2026-03-01T12:00:00Z","expires_at":"2026-03-01T12:30:00Z","current_agent":"a","slots":{"city":"Rome","check_in_date":"2026-04-01","check_out_date":null,"number_of_guests":2,"budget":100.5},"context":{"x":[1,{"y":null}]},"booking_data":{},"version":3,"lifetime":60,"schema_version":1}""";

    private const string Item = """12 7 5 st {"role":"user","content":"a word","timestamp":"2026-03-01T12:00:00Z","message_id":"m","payload":{"a":[1,2]},"tool_call_ids":["t"]}""";

    private static readonly string[] Numbers = ["-1", "0", "1e9", "99999999999999999999", " ", ".", "", "nan", "{", "}", "\"", "253402300800", "\0"];

    private static readonly Gen<byte[]> States = Fuzzing.BrokenJson(Gen.Const(State));

    private static readonly Gen<byte[]> Items = Gen.OneOf(Fuzzing.BrokenJson(Gen.Const(Item)), Fuzzing.Broken(Gen.Const(Encoding.UTF8.GetBytes(Item)), Numbers));

    private static readonly Gen<byte[]> Times = Fuzzing.Broken(Gen.Const("1772366400.0000000"u8.ToArray()), Numbers);

    [Fact]
    public void Times_of_a_session() => Times.Sample(
        time => Check(() => RedisTime.Parse(time)), iter: Fuzzing.Iterations);

    [Fact]
    public void Messages() => Items.Sample(
        item =>
        {
            Check(() => SessionItems.ReadMessage(item));
            Check(() => Assert.True(SessionItems.ReadStored(item).Message.Sequence > 0));
        },
        iter: Fuzzing.Iterations);

    [Fact]
    public void Infos() => Gen.Select(States, Times, Times, Gen.Bool).Sample(
        reply => Check(
            () => Assert.Equal("s", SessionReader.ReadInfo("s", Reply(Of(reply.Item2), Of(reply.Item3), Of(reply.Item4 ? 1 : 0), Of(reply.Item1))).SessionId)),
        iter: Fuzzing.Iterations);

    [Fact]
    public void Sessions_with_their_messages() => Gen.Select(States, Items.Array[0, 4]).Sample(
        reply => Check(
            () => KnownSession.FromRead(
                Reply(
                    Of("1772366400.0000000"), Of("1772366400.0000000"), Of(0), Of(""), Of(-1),
                    RedisResult.Create([.. reply.Item2.Select(item => Of(item))]), Of(reply.Item1), Of("stamp"), Of("list")),
                before: null)),
        iter: Fuzzing.Iterations);

    private static void Check(Action read) => Fuzzing.MayThrow(read, typeof(UnreadableDataException));

    private static RedisResult Of(RedisValue value) => RedisResult.Create(value);

    private static RedisResult Reply(params RedisResult[] parts) => RedisResult.Create(parts);
}
