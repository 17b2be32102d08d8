using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory.Stores;

/// <summary>One decision of <see cref="MessageTrimming"/>, on messages whose facts are read where they stand.</summary>
/// <remarks>It is made where it is used and not handed on: it is large to copy.</remarks>
internal ref struct Trimming<TFacts>
    where TFacts : IFactList, allows ref struct
{
    private readonly TFacts _messages;
    private readonly ref readonly TrimmingLimits _limits;

    // The indexes by group, so that each group is a run of places; empty where it is so in the order of the messages.
    private ReadOnlySpan<int> _byGroup;
    private DroppedMessages _dropped;
    private int _latestTurn;
    private int _turn;

    /// <param name="messages">The messages' facts.</param>
    /// <param name="limits">What they are to fit.</param>
    /// <param name="weight">What all of them weigh.</param>
    /// <param name="bytes">What the session holds with all of them.</param>
    public Trimming(scoped in TFacts messages, ref readonly TrimmingLimits limits, long weight, long bytes)
    {
        _messages = messages;
        _limits = ref limits;
        _dropped = new(messages.Count);
        (Weight, Bytes) = (weight, bytes);
    }

    /// <summary>What the messages weigh that are kept; all of them, to begin with.</summary>
    public long Weight { get; private set; }

    /// <summary>What the session holds with those that are kept.</summary>
    public long Bytes { get; private set; }

    /// <summary>What goes.</summary>
    [UnscopedRef]
    public readonly ref readonly DroppedMessages Dropped => ref _dropped;

    private readonly int Total => _messages.Count;

    private readonly bool Fits => MessageTrimming.IsWithin(Total - _dropped.Count, Weight, Bytes, _limits);

    /// <summary>Decides.</summary>
    /// <param name="bringsSpared">Whether one of those that are being written is spared.</param>
    /// <param name="isOrdered">Whether the groups' numbers ascend, so that each group stands together.</param>
    /// <returns>Whether what is kept fits; where not, nothing goes.</returns>
    public bool Run(bool bringsSpared, bool isOrdered)
    {
        if (bringsSpared && !IsRoomForSpared())
        {
            return false;
        }

        if (Fits)
        {
            return true;
        }

        _latestTurn = LatestTurn();
        if (!isOrdered)
        {
            _byGroup = Sort();
        }

        for (int start = 0, end; start < Total && !Fits; start = end)
        {
            end = EndOfGroup(start);
            if (!Stays(start, end))
            {
                Drop(start, end);
            }
        }

        if (Bytes > _limits.MaxBytes)
        {
            _dropped = default;
            return false;
        }

        GoOnToTurn();
        return true;
    }

    private readonly bool IsRoomForSpared()
    {
        var bytes = 0L;
        for (var i = 0; i < Total; i++)
        {
            bytes += _messages.IsSpared(i) ? _messages.Bytes(i) : 0;
        }

        return bytes <= _limits.MaxBytes / 2 && _limits.LeavesRoomBeside(bytes);
    }

    private readonly int LatestTurn()
    {
        var index = Total - 1;
        while (index >= 0 && !_messages.StartsTurn(index))
        {
            index--;
        }

        return index;
    }

    /// <summary>Drops groups in front until the first message that is not spared starts a turn, if any does.</summary>
    private void GoOnToTurn()
    {
        for (var index = 0; index < Total; index++)
        {
            if (_dropped[index] || _messages.IsSpared(index))
            {
                continue;
            }

            var start = _messages.StartsTurn(index) || !IsTurnLeft() ? -1 : StartOfGroup(index);
            if (start < 0 || EndOfGroup(start) is var end && Stays(start, end))
            {
                return;
            }

            Drop(start, end);
        }
    }

    /// <summary>Whether a message that is not spared still starts a turn.</summary>
    private bool IsTurnLeft()
    {
        while (_turn < Total && (_dropped[_turn] || _messages.IsSpared(_turn) || !_messages.StartsTurn(_turn)))
        {
            _turn++;
        }

        return _turn < Total;
    }

    private readonly bool Stays(int start, int end)
    {
        for (var place = start; place < end; place++)
        {
            var index = IndexAt(place);
            if (index == Total - 1 || index == _latestTurn || _messages.IsSpared(index))
            {
                return true;
            }
        }

        return false;
    }

    private void Drop(int start, int end)
    {
        for (var place = start; place < end; place++)
        {
            var index = IndexAt(place);
            _dropped.Add(index);
            Weight -= _messages.Weight(index);
            Bytes -= _messages.Bytes(index);
        }
    }

    private readonly int IndexAt(int place) => _byGroup.IsEmpty ? place : _byGroup[place];

    private readonly int EndOfGroup(int start)
    {
        var end = start + 1;
        while (end < Total && ContinuesGroup(end))
        {
            end++;
        }

        return end;
    }

    private readonly bool ContinuesGroup(int place) => _byGroup.IsEmpty
        ? _messages.ContinuesGroup(place)
        : _messages.Group(_byGroup[place]) == _messages.Group(_byGroup[place - 1]);

    private readonly int StartOfGroup(int index)
    {
        if (_byGroup.IsEmpty)
        {
            // Groups go whole: what has gone in front was another one.
            while (index > 0 && !_dropped[index - 1] && _messages.ContinuesGroup(index))
            {
                index--;
            }

            return index;
        }

        var group = _messages.Group(index);
        var (low, high) = (0, Total);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _messages.Group(IndexAt(middle)) < group ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private readonly int[] Sort()
    {
        var (groups, indexes) = (new long[Total], new int[Total]);
        for (var i = 0; i < Total; i++)
        {
            (groups[i], indexes[i]) = (_messages.Group(i), i);
        }

        Array.Sort(groups, indexes);
        return indexes;
    }
}
