namespace HospitalityMemory.Stores;

/// <summary>The facts of messages by index, oldest first, wherever they stand.</summary>
internal interface IFactList
{
    int Count { get; }

    long Group(int index);

    int Weight(int index);

    long Bytes(int index);

    bool IsSpared(int index);

    bool StartsTurn(int index);
}

/// <summary>What the facts of messages add up to.</summary>
/// <param name="Weight">The weights.</param>
/// <param name="Bytes">The bytes.</param>
/// <param name="IsOrdered">Whether the groups' numbers ascend, so that each group stands together.</param>
internal readonly record struct FactSums(long Weight, long Bytes, bool IsOrdered);

/// <summary>What trimming decided.</summary>
/// <param name="Dropped">What goes.</param>
/// <param name="Weight">What is kept weighs.</param>
/// <param name="SizeBytes">What the session then holds.</param>
/// <param name="Fits">Whether that is within its limit; where not, nothing goes.</param>
internal readonly record struct TrimmedMarks(DroppedMessages Dropped, long Weight, long SizeBytes, bool Fits);
