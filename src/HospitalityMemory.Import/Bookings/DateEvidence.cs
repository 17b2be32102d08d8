using System.Globalization;

namespace HospitalityMemory.Import;

/// <summary>What the rows of a file show of the order of day, month and year in one column.</summary>
internal sealed class DateEvidence
{
    /// <summary>
    /// An order is certain if every other one fails more than this many times as often. One mistyped row among many must not decide.
    /// </summary>
    private const int Sure = 20;

    private static readonly DateOrders[] Orders = [DateOrders.DayFirst, DateOrders.MonthFirst, DateOrders.YearFirst];

    private readonly long[] _failures = new long[3];
    private readonly (string Text, long Line)?[] _differing = new (string, long)?[3];
    private (string Text, long Line)? _first;

    /// <summary>Whether any date of the column needs an order.</summary>
    public bool IsAsked => _first is not null;

    /// <summary>The order that the rows show; None if they leave it open.</summary>
    public DateOrders Shown { get; private set; }

    /// <summary>Takes a date whose digits do not tell the order.</summary>
    public void Take(in DateText date, string text, long line)
    {
        _first ??= (text, line);
        Fail(DateOrders.All & ~date.Orders);
        for (var i = 0; i < Orders.Length; i++)
        {
            var (one, other) = Pair(i);
            if (date.Day(one) is { } day && date.Day(other) is { } otherDay && day != otherDay)
            {
                _differing[i] ??= (text, line);
            }
        }
    }

    /// <summary>Counts orders in which the row makes no sense, such as a check-out before check-in.</summary>
    public void Fail(DateOrders orders)
    {
        for (var i = 0; i < Orders.Length; i++)
        {
            _failures[i] += orders.HasFlag(Orders[i]) ? 1 : 0;
        }
    }

    /// <summary>Decides on an order, if the rows show it.</summary>
    public void Conclude()
    {
        var possible = Possible();
        Shown = possible.Count is 1 || Differing(possible) is null ? possible[0] : DateOrders.None;
    }

    /// <summary>Takes over the order of the file's other columns.</summary>
    public bool TryTake(DateOrders order)
    {
        if (!Possible().Contains(order))
        {
            return false;
        }

        Shown = order;
        return true;
    }

    public ImportQuestion Question(string field, string column)
    {
        var possible = Possible();
        var (text, line) = Differing(possible) ?? _first!.Value;
        DateText.TryRead(text, DateCount.None, out var date);
        var readings = possible.Select(order => (Order: order, Day: date.Day(order))).Where(static reading => reading.Day is not null).ToList();
        var meanings = string.Join(" or ", readings.Select(static reading => reading.Day!.Value.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)).Distinct());
        return new()
        {
            Setting = "dates",
            Field = field,
            Column = column,
            Problem = $"{column}: {text} (line {line}) can be {meanings}, and no row shows which. How are its dates written?",
            Choices = [.. readings.Select(static reading => DateForm.NameOf(reading.Order))],
        };
    }

    private List<DateOrders> Possible()
    {
        var fewest = _failures.Min();
        return [.. Orders.Where((_, index) => _failures[index] <= fewest * Sure)];
    }

    private (string Text, long Line)? Differing(List<DateOrders> possible)
    {
        for (var i = 0; i < Orders.Length; i++)
        {
            var (one, other) = Pair(i);
            if (_differing[i] is { } example && possible.Contains(one) && possible.Contains(other))
            {
                return example;
            }
        }

        return null;
    }

    private static (DateOrders One, DateOrders Other) Pair(int index) => (Orders[index], Orders[(index + 1) % Orders.Length]);
}
