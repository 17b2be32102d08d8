namespace HospitalityMemory.Stores;

/// <summary>The facts of messages by index, oldest first, wherever they stand.</summary>
internal interface IFactList
{
    int Count { get; }

    long Group(int index);

    /// <summary>Whether a message is of the group of the one before it, where the groups' numbers ascend.</summary>
    bool ContinuesGroup(int index);

    int Weight(int index);

    long Bytes(int index);

    bool IsSpared(int index);

    bool StartsTurn(int index);
}
