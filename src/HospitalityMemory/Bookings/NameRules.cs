using System.Diagnostics.CodeAnalysis;

namespace HospitalityMemory;

/// <summary>
/// Decides when two names are the same. Bookings, searches, wishes, properties and the market are all compared by this one rule.
/// Immutable and thread safe; a singleton of the memory's.
/// </summary>
/// <remarks>
/// <para>Case, accents, blanks, dots, commas, apostrophes and hyphens do not matter, nor which form of Unicode a name is in; see
/// <see href="https://github.com/hospitality-memory/hospitality-memory/blob/main/docs/names.md">the documentation's page on names</see>.
/// Beyond that, names are the same where the trade's common synonyms, the settings (<see cref="LongTermMemoryOptions.Synonyms"/>) or the host's <see cref="INameCanonicalizer"/> say so. What says nothing, such
/// as <c>n/a</c>, is no name.</para>
/// <para>A city is a city of its country: two Birminghams are two.</para>
/// </remarks>
public sealed class NameRules
{
    /// <summary>How many spellings of each kind are kept with their keys.</summary>
    private const int SpellingsKept = 8_192;

    private static readonly int Kinds = Enum.GetValues<NameKind>().Length;

    private readonly NameSynonyms[] _synonyms;
    private readonly INameCanonicalizer? _canonicalizer;
    private readonly RecentlyUsed<string>[] _keys;

    private NameRules()
        : this(new NameSynonymOptions(), canonicalizer: null)
    {
    }

    /// <summary>The built-in rules with a host's own.</summary>
    /// <param name="synonyms">What the host changes of the built-in synonyms.</param>
    /// <param name="canonicalizer">Says what else is the same; null for nothing.</param>
    /// <exception cref="ArgumentException">A synonym is not allowed; the message says which.</exception>
    public NameRules(NameSynonymOptions synonyms, INameCanonicalizer? canonicalizer)
    {
        ArgumentNullException.ThrowIfNull(synonyms);
        foreach (var (name, target) in synonyms.Cities
            .Concat(synonyms.Countries).Concat(synonyms.Amenities).Concat(synonyms.PropertyTypes).Concat(synonyms.Operators))
        {
            if (!NameSynonyms.MayStandFor(name, target))
            {
                throw new ArgumentException(
                    $"synonyms has '{name}' with '{target}'; both must be names of 1 to {BookingRules.MaxTextLength} characters, or the second empty.", nameof(synonyms));
            }
        }

        _canonicalizer = canonicalizer;
        _synonyms = new NameSynonyms[Kinds];
        _keys = new RecentlyUsed<string>[Kinds];
        for (var i = 0; i < Kinds; i++)
        {
            _synonyms[i] = NameSynonyms.Of((NameKind)i, synonyms);
            _keys[i] = new(SpellingsKept);
        }
    }

    /// <summary>The built-in rules, shared.</summary>
    public static NameRules Default { get; } = new();

    /// <summary>What a name is compared by: names with the same key are the same. For comparing, not for showing.</summary>
    /// <param name="kind">What it is of. A city's key is that of its name, without its country.</param>
    /// <param name="name">The name; it is trimmed.</param>
    /// <returns>The key; null where the name is blank or says nothing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is no kind.</exception>
    public string? KeyOf(NameKind kind, string? name)
    {
        if ((uint)kind >= (uint)Kinds)
        {
            throw new ArgumentOutOfRangeException(nameof(kind), kind, $"A kind is one of {string.Join(", ", Enum.GetNames<NameKind>())}.");
        }

        if (name is null)
        {
            return null;
        }

        var keys = _keys[(int)kind];
        if (keys.Find(name) is not { } key)
        {
            var forgotten = keys.Forgotten;
            key = Make(kind, name.Trim()) ?? string.Empty;
            keys.Keep(name, key, forgotten);
        }

        return key.Length is 0 ? null : key;
    }

    /// <summary>Whether two names are the same. Names that say nothing are the same as no other.</summary>
    /// <param name="kind">What they are of.</param>
    /// <param name="x">A name.</param>
    /// <param name="y">Another one.</param>
    /// <returns>
    /// True where they are. Where both cities name a country (<c>Birmingham (GB)</c>), the countries must be the same too.
    /// </returns>
    public bool IsSame(NameKind kind, string? x, string? y) => kind is NameKind.City
        ? IsSameCity(x, country: null, y, otherCountry: null)
        : KeyOf(kind, x) is { } key && key == KeyOf(kind, y);

    /// <summary>
    /// Whether two cities are the same, as far as it is known. A city without a country may be any city of its name.
    /// </summary>
    /// <param name="city">A city.</param>
    /// <param name="country">Its country; null where unknown.</param>
    /// <param name="otherCity">Another city.</param>
    /// <param name="otherCountry">Its country; null where unknown.</param>
    /// <returns>True where the names are the same, and the countries are the same or one of them is unknown.</returns>
    public bool IsSameCity(string? city, string? country, string? otherCity, string? otherCountry)
    {
        if (PlaceOf(city, country) is not { Name: { } name } place)
        {
            return false;
        }

        var other = PlaceOf(otherCity, otherCountry);
        return name == other.Name && (place.Country is null || other.Country is null || place.Country == other.Country);
    }

    /// <summary>The keys of a city and its country. <c>Birmingham (GB)</c> names its country itself.</summary>
    internal CityKey PlaceOf(string? city, string? country)
    {
        if (city is null)
        {
            return default;
        }

        var known = KeyOf(NameKind.Country, country);
        return TrySplit(city, out var name, out var named) && (known is null || known == named)
            ? new(KeyOf(NameKind.City, name), named)
            : new(KeyOf(NameKind.City, city), known);
    }

    /// <summary>
    /// Splits <c>Birmingham (GB)</c>. The memory itself writes cities so where a guest has several of one name.
    /// </summary>
    internal bool TrySplit(string city, [NotNullWhen(true)] out string? name, [NotNullWhen(true)] out string? country)
    {
        (name, country) = (null, null);
        var open = city.LastIndexOf('(');
        var text = city.AsSpan().TrimEnd();
        if (open > 0 && text[^1] is ')' && text[(open + 1)..^1].Trim() is { IsEmpty: false } inside
            && _synonyms[(int)NameKind.Country].TryFind(NameFolding.Fold(inside.ToString()), out country))
        {
            name = city[..open].TrimEnd();
        }

        return name is { Length: > 0 };
    }

    private string? Make(NameKind kind, string name)
    {
        if (name.Length is 0 || SlotWords.IsWrittenNothing(name))
        {
            return null;
        }

        var given = _canonicalizer?.Canonicalize(kind, name) ?? name;
        var folded = NameFolding.Fold(given);
        return folded.Length is 0 || SlotWords.IsFoldedNoName(folded) ? null : _synonyms[(int)kind].KeyOf(folded);
    }
}

/// <summary>A city in the form in which cities are compared.</summary>
/// <param name="Name">The key of its name; null where the name says nothing.</param>
/// <param name="Country">The key of its country; null where unknown.</param>
internal readonly record struct CityKey(string? Name, string? Country)
{
    /// <summary>One text that differs from that of every other city.</summary>
    public string? Text => Name is null || Country is null ? Name : $"{Name}|{Country}";

    /// <summary>The city of a <see cref="Text"/>.</summary>
    public static CityKey Parse(string text) => text.LastIndexOf('|') is > 0 and var end ? new(text[..end], text[(end + 1)..]) : new(text, null);
}
