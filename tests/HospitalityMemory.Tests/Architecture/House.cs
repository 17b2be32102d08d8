using System.Collections.Frozen;
using System.Collections.Immutable;

namespace HospitalityMemory.Tests.Architecture;

/// <summary>
/// The rules of the sources: what may use what, and what may be large. docs/architecture.md explains them with a picture.
/// </summary>
internal sealed record House
{
    public const int LongestType = 300;
    public const int LongestMethod = 40;
    public const int MostBranches = 10;

    private static readonly FrozenSet<string> TheCoreOnly = [];

    public static House Current { get; } = new()
    {
        Core = "HospitalityMemory",
        Floors =
        [
            ["DependencyInjection"],
            ["Journey"],
            ["ShortTerm", "LongTerm"],
            ["InMemory"],
            ["Diagnostics"],
            ["Stores"],
            ["Formats"],
            ["Sessions", "Guests"],
            ["Learning"],
            ["Bookings"],
            ["Fields", "Errors", "Settings"],
        ],
        Packages = new Dictionary<string, FrozenSet<string>>
        {
            ["HospitalityMemory.Adaptive"] = TheCoreOnly,
            ["HospitalityMemory.Sqlite"] = TheCoreOnly,
            ["HospitalityMemory.Redis"] = TheCoreOnly,
            ["HospitalityMemory.Firestore"] = TheCoreOnly,
            ["HospitalityMemory.Agents"] = TheCoreOnly,
            ["HospitalityMemory.Import"] = TheCoreOnly,
            ["HospitalityMemory.Testing"] = TheCoreOnly,
        }.ToFrozenDictionary(),
        LargeTypes = new Dictionary<string, string>
        {
            ["IShortTermMemory"] = "nearly all of it is documentation, which belongs to each method",
        }.ToFrozenDictionary(),
    };

    /// <summary>The project whose folders have floors; every other project of src is a package.</summary>
    public required string Core { get; init; }

    /// <summary>
    /// The core's folders, from the top down. A folder may use those on lower floors. Folders on one floor may not use each
    /// other, except on the last floor, the leaves.
    /// </summary>
    public required ImmutableArray<ImmutableArray<string>> Floors { get; init; }

    /// <summary>Each package, and the packages that it may see besides the core.</summary>
    public required FrozenDictionary<string, FrozenSet<string>> Packages { get; init; }

    /// <summary>Types that may have more than <see cref="LongestType"/> lines, each with the reason.</summary>
    public FrozenDictionary<string, string> LargeTypes { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Methods, as Type.Method, that may be long without a comment of their own, each with the reason.</summary>
    public FrozenDictionary<string, string> LongMethods { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Everything that has a place: the core's folders and the packages.</summary>
    public IEnumerable<string> Places => Floors.SelectMany(floor => floor).Concat(Packages.Keys);

    /// <summary>Where a source lies: a folder of the core, or another project of src.</summary>
    /// <param name="path">src/Project/Folder/File.cs, from the root of the repository.</param>
    public string FolderOf(string path) => path.Split('/') switch
    {
        ["src", var project, ..] when project != Core => project,
        ["src", _, var folder, _, ..] => folder,
        _ => Core,
    };

    /// <summary>Why one folder may not use another; null where it may.</summary>
    public string? Objection(string from, string to)
    {
        if (from == to)
        {
            return null;
        }

        var (isFromCore, isToCore) = (IsOfCore(from), IsOfCore(to));
        if (!isFromCore)
        {
            return isToCore || Packages.GetValueOrDefault(from, TheCoreOnly).Contains(to) ? null : "a package sees the core only, never another";
        }

        if (!isToCore)
        {
            return "the core sees no package";
        }

        var (above, below) = (FloorOf(from), FloorOf(to));
        return above < 0 || below < 0 ? null // That it has no place is said once, of the folder.
            : below < above ? $"{to} lies above {from}"
            : below == above && below < Floors.Length - 1 ? $"{from} and {to} lie on one floor and do not see each other"
            : null;
    }

    private bool IsOfCore(string folder) => folder == Core || !folder.StartsWith(Core + ".", StringComparison.Ordinal);

    private int FloorOf(string folder)
    {
        for (var floor = 0; floor < Floors.Length; floor++)
        {
            if (Floors[floor].Contains(folder))
            {
                return floor;
            }
        }

        return -1;
    }
}
