namespace HospitalityMemory;

/// <summary>
/// Items that several immutable lists share; each list reads up to its own end. Appending writes behind the end of every list
/// that was handed out before, which leaves those lists unchanged and copies none.
/// </summary>
/// <param name="items">The array. All of its places are taken unless <see cref="Taken"/> says otherwise.</param>
internal sealed class SharedBuffer<T>(T[] items)
{
    /// <summary>How many places are taken. A list may append in place only if it ends here.</summary>
    private int _taken = items.Length;

    public T[] Items => items;

    public int Taken
    {
        init => _taken = value;
    }

    /// <summary>
    /// Takes places behind a list's end for its successor. Fails where too few are left or another list has taken them.
    /// </summary>
    public bool TryClaim(int end, int count) =>
        end + count <= items.Length && Interlocked.CompareExchange(ref _taken, end + count, end) == end;

    public void Release(int end, int count) => Interlocked.CompareExchange(ref _taken, end - count, end);
}
