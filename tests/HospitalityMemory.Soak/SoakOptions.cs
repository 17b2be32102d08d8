using System.Globalization;

namespace HospitalityMemory.Soak;

/// <summary>The options of the command line.</summary>
internal sealed record SoakOptions
{
    public static readonly string[] AllStores = ["memory", "sqlite", "redis", "firestore", "sqlite-full-disk", "redis-restarted"];

    public const string Usage =
        "--store <name>, several times or not at all for all of them (memory, sqlite, redis, firestore, sqlite-full-disk, redis-restarted); "
        + "--seconds <each, 60>; --writers <tasks, 8>; --guests <of each task, 25>";

    public IReadOnlyList<string> Stores { get; init; } = [];

    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(1);

    public int Writers { get; init; } = 8;

    public int GuestsOfWriter { get; init; } = 25;

    /// <returns>Null where the arguments cannot be read.</returns>
    public static SoakOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new SoakOptions();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed > 0 ? parsed : (int?)null;
            var read = (arguments[i], number) switch
            {
                ("--store", _) when AllStores.Contains(value) => options with { Stores = [.. options.Stores, value] },
                ("--seconds", { } seconds) => options with { Time = TimeSpan.FromSeconds(seconds) },
                ("--writers", { } writers) => options with { Writers = writers },
                ("--guests", { } guests) => options with { GuestsOfWriter = guests },
                _ => null,
            };
            if (read is null)
            {
                return null;
            }

            options = read;
        }

        return options.Stores.Count > 0 ? options : options with { Stores = AllStores };
    }
}
