using System.Globalization;
using System.Text.RegularExpressions;
using HospitalityMemory.Orchestrator.Catalogue;

namespace HospitalityMemory.Orchestrator.Model;

/// <summary>Reads a guest's message by a few rules. It knows only the catalogue's cities, amenities and types.</summary>
internal sealed partial class GuestWords(PropertyCatalogue catalogue)
{
    private const int MaxWishLength = 100;
    private const string NumberWords = "one|two|three|four|five|six|seven|eight|nine|ten";
    private const string DateMonths = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";
    private const string Amount = @"(?<n>\d[\d,]*(?:\.\d+)?)";
    private const string Unit = "(?<unit>euros?|eur|pounds?|gbp|dollars?|usd|€|£)";

    private static readonly string[] Numbers = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    private static readonly (string Said, string Amenity)[] OtherWords =
    [
        ("swimming pool", "pool"), ("pools", "pool"), ("wi-fi", "wifi"), ("internet", "wifi"), ("breakfasts", "breakfast"), ("dog", "pet friendly"),
        ("pets", "pet friendly"), ("cat", "pet friendly"), ("balconies", "balcony"), ("gardens", "garden"), ("aircon", "air conditioning"),
        ("desk", "workspace"), ("car park", "parking"), ("kitchens", "kitchen"),
    ];

    public Understood Read(string text, DateOnly today)
    {
        var wishes = new List<SaidWish>();
        var rest = TakeWishes(text, wishes);
        var (from, to) = DateWords.Find(rest, today);
        var (budget, currency) = Budget(rest);
        return new()
        {
            City = Named(rest, catalogue.Cities),
            CheckIn = from,
            CheckOut = to,
            Nights = Number(NightsWords().Match(rest)) is >= 1 and <= 60 and var nights ? nights : null,
            Guests = Guests(rest),
            Budget = budget,
            Currency = currency,
            Amenities = Amenities(rest),
            Type = NamedType(rest),
            BareNumber = Number(BareWords().Match(rest)),
            Choice = Choice(rest),
            Wishes = wishes,
            IsGreeting = GreetingWords().IsMatch(rest),
        };
    }

    private string TakeWishes(string text, List<SaidWish> wishes) => WishWords().Replace(text, match =>
    {
        var isAvoided = match.Groups["never"].Success;
        var parts = PartWords().Split(match.Groups["what"].Value).Select(static part => part.Trim(' ', '.', '!', ','));
        wishes.AddRange(parts
            .Where(static part => part.Length > 0)
            .Select(part => Wish(part.Length > MaxWishLength ? part[..MaxWishLength] : part, isAvoided)));
        return " ";
    });

    private SaidWish Wish(string said, bool isAvoided)
    {
        var words = LeadingWords().Replace(said, "");
        if (Amenities(words) is [var amenity, ..] && words.Length <= amenity.Length + 12)
        {
            return new("amenity", amenity, isAvoided);
        }

        return NamedType(words) is { } type && words.Length <= type.Length + 6
            ? new("property_type", type, isAvoided)
            : new("other", words, isAvoided);
    }

    private static string? Named(string text, IEnumerable<string> names)
    {
        var comparer = CultureInfo.InvariantCulture.CompareInfo;
        return names
            .Select(name => (name, at: comparer.IndexOf(text, name, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace)))
            .Where(found => found.at >= 0 && IsWord(text, found.at, found.name.Length))
            .OrderBy(found => found.at)
            .Select(found => found.name)
            .FirstOrDefault();
    }

    private static bool IsWord(string text, int at, int length) =>
        (at is 0 || !char.IsLetter(text[at - 1])) && (at + length >= text.Length || !char.IsLetter(text[at + length]));

    private string? NamedType(string text) => Named(text, catalogue.Types.Concat(catalogue.Types.Select(type => type + "s"))) is { } found
        ? catalogue.Types.First(type => found.StartsWith(type, StringComparison.Ordinal))
        : null;

    private List<string> Amenities(string text)
    {
        var found = catalogue.Amenities.Where(amenity => Named(text, [amenity]) is not null).ToList();
        found.AddRange(OtherWords.Where(word => Named(text, [word.Said]) is not null).Select(word => word.Amenity));
        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    private static int? Guests(string text) => (CompanyWords().Match(text), GuestNumber().Match(text)) switch
    {
        (_, { Success: true } number) => Number(number) is >= 1 and <= 100 and var guests ? guests : null,
        ({ Success: true, Value: var words }, _) => words.ToLowerInvariant() is "just me" or "alone" or "by myself" ? 1 : 2,
        _ => null,
    };

    private static (decimal? Budget, string? Currency) Budget(string text)
    {
        var match = BudgetWords().Match(text);
        var digits = match.Groups["n"].Value.Replace(",", "", StringComparison.Ordinal);
        if (!decimal.TryParse(digits, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) || amount is <= 0 or > 1_000_000)
        {
            return (null, null);
        }

        var currency = (match.Groups["sign"].Value + match.Groups["unit"].Value).ToLowerInvariant() switch
        {
            "€" or "eur" or "euro" or "euros" => "EUR",
            "£" or "gbp" or "pound" or "pounds" => "GBP",
            "$" or "usd" or "dollar" or "dollars" => "USD",
            _ => null,
        };
        return (amount, currency);
    }

    private static int? Choice(string text)
    {
        var match = ChoiceWords().Match(text);
        return !match.Success ? null : match.Groups["n"] is { Success: true, Value: var number }
            ? int.Parse(number, CultureInfo.InvariantCulture)
            : match.Groups["word"].Value.ToLowerInvariant() switch
            {
                "first" or "1st" => 1,
                "second" or "2nd" => 2,
                _ => 3,
            };
    }

    private static int? Number(Match match)
    {
        var said = match.Groups["n"].Value;
        return !match.Success ? null
            : int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : said.Equals("a", StringComparison.OrdinalIgnoreCase) ? 1
            : Array.FindIndex(Numbers, word => word.Equals(said, StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex(
        @"\b(?:i|we)\s+(?:"
        + @"(?<never>never(?:\s+(?:want|like|take|stay in|stay at|book))?|don'?t\s+(?:like|want)|do\s+not\s+(?:like|want)|hate|dislike|can'?t\s+stand)"
        + @"|(?:really\s+|always\s+)?(?:like|love|prefer|enjoy))"
        + @"\s+(?<what>(?:(?!\s(?:and|but)\s+(?:i|we)\s)[^.!?;\n])+)(?:[.!?;]|\s+(?:and|but)(?=\s+(?:i|we)\s))?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WishWords();

    [GeneratedRegex(@"\s*(?:,|\band\b|\bor\b)\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PartWords();

    [GeneratedRegex(@"^(?:a|an|the|to have|having|places? with|rooms? with|with)\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LeadingWords();

    [GeneratedRegex(@"\b(?:for\s+)?(?<n>\d{1,2}|a|" + NumberWords + @")\s+nights?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NightsWords();

    [GeneratedRegex(
        @"\b(?<n>\d{1,3}|" + NumberWords + @")\s+(?:guests?|people|persons?|adults?|of us|travell?ers?|friends)\b"
        + @"|\bfor\s+(?<n>\d{1,2}|" + NumberWords + @")\b(?!\s*(?:nights?|days?|weeks?|-|/|euros?|dollars?|pounds?|a night|" + DateMonths + "))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex GuestNumber();

    [GeneratedRegex(
        @"\b(?:just me|alone|by myself|a couple|my (?:wife|husband|partner|girlfriend|boyfriend) and (?:me|i)|me and my (?:wife|husband|partner))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CompanyWords();

    [GeneratedRegex(
        @"\b(?:under|below|up to|at most|max(?:imum)?|less than|budget(?:\s+(?:is|of))?|no more than|around|about)\s*:?\s*(?<sign>[€£$])?\s*"
        + Amount + @"\s*" + Unit + @"?|(?<sign>[€£$])\s*" + Amount + @"|\b" + Amount + @"\s*" + Unit + @"(?!\w)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BudgetWords();

    [GeneratedRegex(
        @"^\s*(?:option|number|no\.?|#)\s*(?<n>[1-3])\b|\b(?:option|number|take|book)\s+(?:number\s+|option\s+)?(?<n>[1-3])\b"
        + @"|\b(?:the|book|take)\s+(?:the\s+)?(?<word>first|second|third|1st|2nd|3rd)\b(?!\s+(?:week|of|day|night))|^\s*(?<word>first|second|third)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ChoiceWords();

    [GeneratedRegex(@"^\s*(?<n>\d{1,2}|" + NumberWords + @")\s*[.!]?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BareWords();

    [GeneratedRegex(@"^\s*(?:hello|hi|hey|good (?:morning|afternoon|evening)|greetings)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex GreetingWords();
}
