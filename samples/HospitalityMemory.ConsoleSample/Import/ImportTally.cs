namespace HospitalityMemory.ConsoleSample.Import;

/// <summary>What an import came to, so far.</summary>
internal sealed class ImportTally
{
    /// <summary>A file of the wrong kind is wrong in every row; the first few say how.</summary>
    public const int MaxBadRowsKept = 10;

    private readonly Dictionary<string, int> _staysByGuest = new(StringComparer.Ordinal);
    private readonly HashSet<(string UserId, string BookingId)> _stays = [];
    private readonly List<BadRow> _badRows = [];
    private readonly List<GoodRow> _notedRows = [];

    public IReadOnlyList<string> IgnoredColumns { get; set; } = [];

    public TimeSpan Elapsed { get; set; }

    /// <summary>Different stays that were recorded.</summary>
    public int Stays => _stays.Count;

    /// <summary>Rows that repeat or amend a stay of an earlier row.</summary>
    public int RepeatedRows { get; private set; }

    public int BadRowCount { get; private set; }

    /// <summary>The first of the bad rows.</summary>
    public IReadOnlyList<BadRow> BadRows => _badRows;

    public int NotedRowCount { get; private set; }

    /// <summary>The first of the rows of which something was left out.</summary>
    public IReadOnlyList<GoodRow> NotedRows => _notedRows;

    public int Rows => Stays + RepeatedRows + BadRowCount;

    public int Guests => _staysByGuest.Count;

    /// <summary>Null where no stay was recorded; of several the first in the file.</summary>
    public string? GuestWithMostStays => _staysByGuest.Count is 0 ? null : _staysByGuest.MaxBy(guest => guest.Value).Key;

    public bool HasGuest(string userId) => _staysByGuest.ContainsKey(userId);

    public void Recorded(string userId, string bookingId)
    {
        if (_stays.Add((userId, bookingId)))
        {
            _staysByGuest[userId] = _staysByGuest.GetValueOrDefault(userId) + 1;
        }
        else
        {
            RepeatedRows++;
        }
    }

    /// <summary>Counts a row where something was left out of it.</summary>
    public void Noted(GoodRow row)
    {
        if (row.Notes.Count is 0)
        {
            return;
        }

        NotedRowCount++;
        if (_notedRows.Count < MaxBadRowsKept)
        {
            _notedRows.Add(row);
        }
    }

    public void Refused(BadRow row)
    {
        BadRowCount++;
        if (_badRows.Count < MaxBadRowsKept)
        {
            _badRows.Add(row);
        }
    }
}
