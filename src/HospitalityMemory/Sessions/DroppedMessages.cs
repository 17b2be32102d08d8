namespace HospitalityMemory;

/// <summary>
/// Which messages of a list go, by their indexes. While they stand side by side, as the oldest do, that is two numbers, and nothing
/// is allocated. A value that shares what it allocates with its copies; not thread safe.
/// </summary>
/// <param name="total">How many messages there are.</param>
internal struct DroppedMessages(int total)
{
    // Null while all in between go.
    private bool[]? _marks;

    public int Count { get; private set; }

    /// <summary>The index of the first one; 0 for none.</summary>
    public int Start { get; private set; }

    /// <summary>The index behind the last one; 0 for none.</summary>
    public int End { get; private set; }

    public readonly bool this[int index] => index >= Start && index < End && (_marks is null || _marks[index]);

    /// <summary>Adds one that was not added before.</summary>
    public void Add(int index)
    {
        if (Count is 0)
        {
            (Start, End) = (index, index);
        }

        if (_marks is not null || index != End)
        {
            Mark(index);
        }

        (Start, End) = (Math.Min(Start, index), Math.Max(End, index + 1));
        Count++;
    }

    private void Mark(int index)
    {
        if (_marks is null)
        {
            _marks = new bool[total];
            _marks.AsSpan(Start, Count).Fill(true);
        }

        _marks[index] = true;
    }
}
