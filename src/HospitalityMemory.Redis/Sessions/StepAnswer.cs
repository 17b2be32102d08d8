using HospitalityMemory.Stores;
using StackExchange.Redis;

namespace HospitalityMemory.Redis;

/// <summary>Reads the outcome of a step from the answer of a script that writes.</summary>
internal static class StepAnswer
{
    /// <summary>The first value of such an answer.</summary>
    private enum Code
    {
        Missing = 0,
        Done = 1,
        Conflict = 2,
        TooLarge = 3,
        NoMessage = 4,
        IndexNeeded = 5,
    }

    public static bool IsDone(RedisResult answer) => Of(answer) is Code.Done;

    public static bool IsMissing(RedisResult answer) => Of(answer) is Code.Missing;

    public static bool NeedsIndex(RedisResult answer) => Of(answer) is Code.IndexNeeded;

    /// <summary>The result of a step that was refused.</summary>
    public static SessionWriteResult Refused(RedisResult answer) => Of(answer) switch
    {
        Code.Missing => new(SessionWriteStatus.NotFound),
        Code.NoMessage => new(SessionWriteStatus.MessageNotFound),
        Code.TooLarge => new(SessionWriteStatus.TooLarge)
        {
            SizeBytes = (long)answer[1],
            Spared = (long[])answer[2]! is { Length: > 0 } spared ? spared : null,
        },
        _ => new(SessionWriteStatus.Conflict),
    };

    private static Code Of(RedisResult answer) => (Code)(int)answer[0];
}
