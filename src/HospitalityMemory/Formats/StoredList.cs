namespace HospitalityMemory;

/// <summary>Lists as stored.</summary>
internal static class StoredList
{
    /// <summary>Refuses null items, since the reader refuses null only outside of lists.</summary>
    public static void ThrowIfNullWithin<T>(List<T>? items, string path)
        where T : class
    {
        var index = items?.IndexOf(null!) ?? -1;
        if (index >= 0)
        {
            throw new JsonSchemaException("A value is expected, not null.", $"{path}[{index}]");
        }
    }

    /// <summary>
    /// The records of stored items. Each is read with its place in the document. Empty where there is no list.
    /// </summary>
    public static IReadOnlyList<TRecord> ToRecords<TItem, TRecord>(this List<TItem>? items, string path, Func<TItem, string, TRecord> toRecord)
        where TItem : class
    {
        if (items is null or { Count: 0 })
        {
            return [];
        }

        ThrowIfNullWithin(items, path);
        var records = new TRecord[items.Count];
        for (var i = 0; i < records.Length; i++)
        {
            records[i] = toRecord(items[i], $"{path}[{i}]");
        }

        return Array.AsReadOnly(records);
    }

    /// <summary>The stored items; null where there are none, in which case the list is left out.</summary>
    public static List<TItem>? ToItemsOrNull<TRecord, TItem>(this IEnumerable<TRecord> records, Func<TRecord, TItem> toItem)
    {
        List<TItem> items = [.. records.Select(toItem)];
        return items.Count is 0 ? null : items;
    }

    public static IReadOnlyList<string> ToTexts(this List<string>? texts, string path)
    {
        ThrowIfNullWithin(texts, path);
        return texts is null ? [] : [.. texts];
    }

    /// <summary>Refuses a number that a sum over stays could not bear, before the sum is made.</summary>
    public static void ThrowIfNotWithin(decimal? value, decimal min, decimal max, string path)
    {
        if (value < min || value > max)
        {
            throw new JsonSchemaException(FormattableString.Invariant($"It is within {min} to {max}."), path);
        }
    }

    /// <summary>Refuses a number that could not be written again, such as infinity.</summary>
    public static double Share(double value, string path) => value is >= 0 and <= 1
        ? value
        : throw new JsonSchemaException("It is within 0 to 1.", path);

    public static int Count(int value, string path) => value >= 0 ? value : throw new JsonSchemaException("A count is not negative.", path);

    public static void ThrowIfNoId(string id, string path)
    {
        if (Identifier.Problem(id) is { } problem)
        {
            throw new JsonSchemaException(Identifier.Refusal(problem), path);
        }
    }
}
