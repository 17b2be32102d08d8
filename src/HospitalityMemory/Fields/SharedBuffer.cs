namespace HospitalityMemory;

/// <summary>
/// Items that several immutable lists read, each up to an end of its own. Appending writes behind the end of every list
/// that was handed out before, so that none of them changes and none is copied.
/// </summary>
/// <param name="items">The places; all of them are taken unless <see cref="Taken"/> says otherwise.</param>
internal sealed class SharedBuffer<T>(T[] items)
{
    /// <summary>How many places are taken; a list may append in place only if it ends here.</summary>
    private int _taken = items.Length;

    public T[] Items => items;

    public int Taken
    {
        init => _taken = value;
    }

    /// <summary>Takes places behind a list's end for its successor, unless there are too few or another has them.</summary>
    public bool TryClaim(int end, int count) =>
        end + count <= items.Length && Interlocked.CompareExchange(ref _taken, end + count, end) == end;

    public void Release(int end, int count) => Interlocked.CompareExchange(ref _taken, end - count, end);
}
