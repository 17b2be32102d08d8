using CsCheck;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>What a message of a random history is to be.</summary>
internal enum LineKind
{
    User,
    Assistant,
    System,
    Pinned,
    Call,

    /// <summary>An answer to one call.</summary>
    Result,

    /// <summary>An answer to two calls, which makes them one group.</summary>
    JointResult,

    /// <summary>An answer to nothing that is known.</summary>
    LostResult,
}

/// <summary>A message of a random history, in words that fit whatever the session holds by then.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Weight">What it weighs.</param>
/// <param name="Bytes">How long its text is.</param>
/// <param name="Call">Which call it answers, counted from the latest.</param>
/// <param name="OtherCall">Which other call it answers.</param>
/// <param name="MessageId">Its id; null for none.</param>
internal sealed record HistoryLine(LineKind Kind, int Weight, int Bytes, int Call, int OtherCall, string? MessageId);

/// <summary>A step of a random history.</summary>
internal abstract record HistoryStep
{
    private static readonly Gen<string?> NoId = Gen.Const(0).Select(_ => (string?)null);

    private static readonly Gen<string?> SomeId = Gen.Int[1, 4].Select(i => (string?)$"id {i}");

    private static readonly Gen<long?> AnyWeight = Gen.Int[5, 120].Select(most => most > 60 ? null : (long?)most);

    /// <summary>Steps in which count and weight decide, and some ids are said again.</summary>
    public static Gen<HistoryStep> ByCountAndWeight { get; } = Gen.Frequency(
        (20, Says(Lines(bytes: Gen.Int[0, 20], Gen.Frequency((5, NoId), (1, SomeId))))),
        (4, Edits(Gen.Int[0, 20])),
        (3, Gen.Select(Gen.Int[1, 12], AnyWeight, (messages, weight) => (HistoryStep)new LimitsStep(messages, weight))),
        (2, Gen.Const((HistoryStep)new StateStep(0))),
        (1, Gen.Const((HistoryStep)new ClearStep())));

    /// <summary>Steps in which bytes decide.</summary>
    public static Gen<HistoryStep> ByBytes { get; } = Gen.Frequency(
        (20, Says(Lines(bytes: Gen.Frequency((8, Gen.Int[500, 8_000]), (1, Gen.Int[8_000, 70_000])), NoId))),
        (4, Edits(Gen.Int[500, 30_000])),
        (4, Gen.Int[0, 40_000].Select(bytes => (HistoryStep)new StateStep(bytes))));

    private static Gen<HistoryLine[]> Lines(Gen<int> bytes, Gen<string?> messageId) => Gen.Select(
        Gen.Frequency(
            (6, Gen.Const(LineKind.User)),
            (6, Gen.Const(LineKind.Assistant)),
            (1, Gen.Const(LineKind.System)),
            (1, Gen.Const(LineKind.Pinned)),
            (5, Gen.Const(LineKind.Call)),
            (6, Gen.Const(LineKind.Result)),
            (2, Gen.Const(LineKind.JointResult)),
            (1, Gen.Const(LineKind.LostResult))),
        Gen.Int[0, 20],
        bytes,
        Gen.Int[0, 3],
        Gen.Int[0, 3],
        messageId).Select((kind, weight, length, call, other, id) => new HistoryLine(kind, weight, length, call, other, id)).Array[1, 5];

    private static Gen<HistoryStep> Says(Gen<HistoryLine[]> lines) => lines.Select(said => (HistoryStep)new SayStep(said));

    private static Gen<HistoryStep> Edits(Gen<int> bytes) =>
        Gen.Select(Gen.Int[0, 8], Gen.Enum<EditKind>(), bytes, (place, kind, length) => (HistoryStep)new EditStep(place, kind, length));
}

internal sealed record SayStep(HistoryLine[] Lines) : HistoryStep
{
    public override string ToString() => $"say {string.Join(", ", Lines.AsEnumerable())}";
}

internal enum EditKind
{
    Text,
    Spare,
    Unspare,
    Remove,
}

/// <summary>A message is replaced or removed.</summary>
/// <param name="Place">Which one, from the oldest.</param>
/// <param name="Kind">How.</param>
/// <param name="Bytes">How long its new text is.</param>
internal sealed record EditStep(int Place, EditKind Kind, int Bytes) : HistoryStep;

internal sealed record LimitsStep(int MaxMessages, long? MaxWeight) : HistoryStep;

/// <summary>The state is replaced.</summary>
/// <param name="Bytes">How long the new one is.</param>
internal sealed record StateStep(int Bytes) : HistoryStep;

internal sealed record ClearStep : HistoryStep;
