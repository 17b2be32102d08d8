using System.Globalization;
using System.Text.RegularExpressions;

namespace HospitalityMemory.Orchestrator.Model;

/// <summary>What the instructions say of the guest and of the stay. The rules read the same text that a model would.</summary>
internal sealed partial record ToldContext
{
    public bool IsReturning { get; init; }

    public IReadOnlyList<SaidWish> Wishes { get; init; } = [];

    public IReadOnlyList<string> Cities { get; init; } = [];

    public IReadOnlyList<string> Types { get; init; } = [];

    public IReadOnlyList<string> Amenities { get; init; } = [];

    public string? City { get; init; }

    public DateOnly? CheckIn { get; init; }

    public DateOnly? CheckOut { get; init; }

    public int? Guests { get; init; }

    public decimal? Budget { get; init; }

    public string? Currency { get; init; }

    public IReadOnlyList<string> WantedAmenities { get; init; } = [];

    public string? WantedType { get; init; }

    public static ToldContext Of(string? instructions)
    {
        var told = new ToldContext();
        foreach (var line in (instructions ?? "").Split('\n'))
        {
            if (LineWords().Match(line) is { Success: true } match)
            {
                told = told.With(match.Groups["name"].Value, match.Groups["value"].Value);
            }
        }

        return told;
    }

    private ToldContext With(string name, string value) => name switch
    {
        "guest" => this with { IsReturning = value.StartsWith("returning", StringComparison.Ordinal) },
        "stated" when Quoted(value) is [var wish, ..] =>
            this with { Wishes = [.. Wishes, new("other", wish, value.StartsWith("avoid", StringComparison.Ordinal))] },
        "cities" => this with { Cities = Quoted(value) },
        "property types" => this with { Types = Quoted(value) },
        "amenities" => this with { Amenities = Quoted(value) },
        SlotArguments.City when Quoted(value) is [var city, ..] => this with { City = city },
        SlotArguments.CheckIn => this with { CheckIn = Day(value) },
        SlotArguments.CheckOut => this with { CheckOut = Day(value) },
        SlotArguments.Guests when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var guests) => this with { Guests = guests },
        SlotArguments.Budget => WithBudget(value.Split(' ')),
        "\"" + SlotArguments.Amenities + "\"" => this with { WantedAmenities = Text(value).Split(", ", StringSplitOptions.RemoveEmptyEntries) },
        "\"" + SlotArguments.Type + "\"" => this with { WantedType = Text(value) },
        _ => this,
    };

    private ToldContext WithBudget(string[] words) =>
        words is [var amount, ..] && decimal.TryParse(amount, NumberStyles.Number, CultureInfo.InvariantCulture, out var budget)
            ? this with { Budget = budget, Currency = words is [_, { Length: 3 } currency, ..] ? currency : null }
            : this;

    private static string Text(string value) => Quoted(value) is [var text, ..] ? text : "";

    private static List<string> Quoted(string value) => [.. QuotedWords().Matches(value).Select(match => match.Groups["text"].Value)];

    private static DateOnly? Day(string value) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    [GeneratedRegex("^(?<name>[a-z_ ]+|\"[a-z_]+\"): (?<value>.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex LineWords();

    [GeneratedRegex("\"(?<text>[^\"]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex QuotedWords();
}
