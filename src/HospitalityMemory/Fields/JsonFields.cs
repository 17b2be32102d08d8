using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HospitalityMemory;

/// <summary>
/// An immutable set of named JSON values: a session's context, the host's own slots, or fields that this version does not know.
/// </summary>
/// <remarks>
/// Every change makes a new set and leaves this one as it is; a set may therefore be shared between threads. Values are kept as
/// JSON text and read through source-generated metadata, without reflection. Names are compared ordinally and keep the order in
/// which they were set. The set is meant for dozens of fields, not thousands: a look-up walks through them.
/// </remarks>
public sealed class JsonFields : IReadOnlyCollection<KeyValuePair<string, JsonElement>>, IEquatable<JsonFields>
{
    private readonly KeyValuePair<string, string>[] _fields;

    private JsonFields(KeyValuePair<string, string>[] fields) => _fields = fields;

    /// <summary>No fields.</summary>
    public static JsonFields Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _fields.Length;

    /// <summary>The names, in the order in which they were set.</summary>
    public IEnumerable<string> Names => _fields.Select(pair => pair.Key);

    /// <summary>The fields as JSON text, for writers.</summary>
    internal ReadOnlySpan<KeyValuePair<string, string>> Raw => _fields;

    /// <summary>Whether a field of this name is there.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True where it is, even if its value is null.</returns>
    public bool Contains(string name) => IndexOf(name) >= 0;

    /// <summary>Reads a field as one of the host's types.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="name">The field's name.</param>
    /// <param name="typeInfo">
    /// The type's source-generated metadata, such as <c>MyJsonContext.Default.FeatureFlags</c>.
    /// </param>
    /// <returns>The value; the type's default where no field has this name.</returns>
    /// <exception cref="JsonException">The field's JSON does not fit the type.</exception>
    public T? Get<T>(string name, JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        return IndexOf(name) is var index and >= 0 ? JsonSerializer.Deserialize(_fields[index].Value, typeInfo) : default;
    }

    /// <summary>Reads a field that holds a text.</summary>
    /// <param name="name">The field's name.</param>
    /// <returns>The text; null where no field has this name or its value is null.</returns>
    /// <exception cref="JsonException">The field holds something else than a text.</exception>
    public string? GetString(string name) => Get(name, FieldJsonContext.Default.String);

    /// <summary>Reads a field that holds a number.</summary>
    /// <param name="name">The field's name.</param>
    /// <returns>The number; null where no field has this name or its value is null.</returns>
    /// <exception cref="JsonException">
    /// The field holds something else than a number, or one that a decimal cannot hold.
    /// </exception>
    public decimal? GetDecimal(string name) => Get(name, FieldJsonContext.Default.NullableDecimal);

    /// <summary>Reads a field that holds a yes or no.</summary>
    /// <param name="name">The field's name.</param>
    /// <returns>The value; null where no field has this name or its value is null.</returns>
    /// <exception cref="JsonException">The field holds something else than a yes or no.</exception>
    public bool? GetBoolean(string name) => Get(name, FieldJsonContext.Default.NullableBoolean);

    /// <summary>Reads a field as JSON.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="value">The value, which stays valid indefinitely.</param>
    /// <returns>False where no field has this name.</returns>
    public bool TryGetJson(string name, out JsonElement value)
    {
        var index = IndexOf(name);
        value = index >= 0 ? Parse(_fields[index].Value) : default;
        return index >= 0;
    }

    /// <summary>Sets a field to a value of one of the host's types.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="name">The field's name: 1 to 256 characters, no control characters.</param>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">
    /// The type's source-generated metadata, such as <c>MyJsonContext.Default.FeatureFlags</c>.
    /// </param>
    /// <returns>A set with the field.</returns>
    /// <exception cref="ArgumentException">
    /// The name is not allowed, or the value cannot be JSON (NaN, for one) of at most 64 levels.
    /// </exception>
    public JsonFields Set<T>(string name, T value, JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        ArgumentNullException.ThrowIfNull(name);
        if (Identifier.NameProblem(name) is { } problem)
        {
            throw new ArgumentException(
                $"The name of a field has 1 to {Identifier.MaxLength} characters and no control characters; this one {problem}.", nameof(name));
        }

        try
        {
            return With(name, JsonText.SerializeField(value, typeInfo));
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException)
        {
            throw new ArgumentException(
                $"The value cannot be JSON: {exception.Message} Allowed is what its type's metadata can write, without NaN and infinity, at most {JsonText.MaxFieldDepth} levels deep.",
                nameof(value),
                exception);
        }
    }

    /// <summary>Sets a field to a text.</summary>
    /// <param name="name">The field's name: 1 to 256 characters, no control characters.</param>
    /// <param name="value">The text; null is kept as JSON null.</param>
    /// <returns>A set with the field.</returns>
    /// <exception cref="ArgumentException">The name is not allowed.</exception>
    public JsonFields Set(string name, string? value) => Set(name, value, FieldJsonContext.Default.String!);

    /// <summary>Sets a field to a yes or no.</summary>
    /// <param name="name">The field's name: 1 to 256 characters, no control characters.</param>
    /// <param name="value">The value.</param>
    /// <returns>A set with the field.</returns>
    /// <exception cref="ArgumentException">The name is not allowed.</exception>
    public JsonFields Set(string name, bool value) => Set(name, value, FieldJsonContext.Default.Boolean);

    /// <summary>Sets a field to a number.</summary>
    /// <param name="name">The field's name: 1 to 256 characters, no control characters.</param>
    /// <param name="value">The value.</param>
    /// <returns>A set with the field.</returns>
    /// <exception cref="ArgumentException">The name is not allowed.</exception>
    public JsonFields Set(string name, decimal value) => Set(name, value, FieldJsonContext.Default.Decimal);

    /// <summary>Sets a field to any JSON. Halves of surrogate pairs in its texts are stored as U+FFFD.</summary>
    /// <param name="name">The field's name: 1 to 256 characters, no control characters.</param>
    /// <param name="value">The value; copied.</param>
    /// <returns>A set with the field.</returns>
    /// <exception cref="ArgumentException">
    /// The name is not allowed, or the value is undefined or deeper than 64 levels.
    /// </exception>
    public JsonFields Set(string name, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Undefined)
        {
            throw new ArgumentException("The value is undefined; any JSON value is allowed.", nameof(value));
        }

        return Set(name, JsonText.Repaired(value), FieldJsonContext.Default.JsonElement);
    }

    /// <summary>Removes a field.</summary>
    /// <param name="name">The field's name.</param>
    /// <returns>A set without the field; this one where no field has this name.</returns>
    public JsonFields Remove(string name) =>
        IndexOf(name) is var index and >= 0 ? new([.. _fields[..index], .. _fields[(index + 1)..]]) : this;

    /// <summary>Sets all fields of another set.</summary>
    /// <param name="other">The fields that win over those of the same name here.</param>
    /// <returns>A set with the fields of both.</returns>
    public JsonFields Merge(JsonFields other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Count is 0 || other.Count is 0)
        {
            return Count is 0 ? other : this;
        }

        var merged = this;
        foreach (var (name, json) in other._fields)
        {
            merged = merged.With(name, json);
        }

        return merged;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, JsonElement>> GetEnumerator()
    {
        foreach (var (name, json) in _fields)
        {
            yield return new(name, Parse(json));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// Whether both have the same names with the same JSON values, in any order. Numbers are compared by value (1.10 is 1.1),
    /// since not every store keeps the way they were written.
    /// </summary>
    /// <param name="other">The other set.</param>
    /// <returns>True where they do.</returns>
    public bool Equals([NotNullWhen(true)] JsonFields? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Count == other.Count && _fields.All(field => IsSame(field.Value, other.RawOrNull(field.Key))));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as JsonFields);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        _fields.Aggregate(0, static (hash, field) => hash ^ field.Key.GetHashCode(StringComparison.Ordinal));

    /// <summary>The fields as one JSON object.</summary>
    /// <returns>The JSON text.</returns>
    public override string ToString() => JsonText.Serialize(this, FieldJsonContext.Default.JsonFields);

    internal string? RawOrNull(string name) => IndexOf(name) is var index and >= 0 ? _fields[index].Value : null;

    /// <summary>
    /// Takes fields as a reader found them. Where a name occurs twice, the later field wins, as in any JSON object.
    /// </summary>
    internal static JsonFields FromRaw(IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        if (fields.Count is 0)
        {
            return Empty;
        }

        var last = new OrderedDictionary<string, string>(fields.Count, StringComparer.Ordinal);
        foreach (var (name, json) in fields)
        {
            last[name] = json;
        }

        return new([.. last]);
    }

    /// <summary>Sets a field to JSON text that this library wrote. The caller must have checked the name.</summary>
    internal JsonFields With(string name, string json)
    {
        var index = IndexOf(name);
        var field = KeyValuePair.Create(name, json);
        return new(index < 0 ? [.. _fields, field] : [.. _fields[..index], field, .. _fields[(index + 1)..]]);
    }

    private int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        for (var i = 0; i < _fields.Length; i++)
        {
            if (_fields[i].Key == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsSame(string json, string? other) =>
        json == other || (other is not null && JsonElement.DeepEquals(Parse(json), Parse(other)));

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize(json, FieldJsonContext.Default.JsonElement);
}
