namespace HospitalityMemory;

/// <summary>
/// The indexes of the messages that are dropped from a list. While they stand side by side, as the oldest messages do, two
/// numbers are enough and nothing is allocated. A struct whose copies share what it allocates; not thread safe.
/// </summary>
/// <param name="total">How many messages there are.</param>
internal struct DroppedMessages(int total)
{
    // Null while every message between Start and End is dropped.
    private bool[]? _marks;

    public int Count { get; private set; }

    /// <summary>The index of the first dropped message; 0 for none.</summary>
    public int Start { get; private set; }

    /// <summary>The index behind the last dropped message; 0 for none.</summary>
    public int End { get; private set; }

    public readonly bool this[int index] => index >= Start && index < End && (_marks is null || _marks[index]);

    /// <summary>Adds an index that was not added before.</summary>
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
