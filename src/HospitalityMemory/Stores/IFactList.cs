namespace HospitalityMemory.Stores;

/// <summary>The facts of messages by index, oldest first, wherever they are kept.</summary>
internal interface IFactList
{
    int Count { get; }

    long Group(int index);

    /// <summary>
    /// Whether a message belongs to the group of the one before it. Valid only where the groups' numbers ascend.
    /// </summary>
    bool ContinuesGroup(int index);

    int Weight(int index);

    long Bytes(int index);

    bool IsSpared(int index);

    bool StartsTurn(int index);
}
