using System.Text;
using System.Text.Json;

namespace HospitalityMemory;

/// <summary>
/// One JSON value as compact UTF-8, which takes half the bytes of a string. Immutable; equal where the bytes are equal.
/// </summary>
internal sealed class RawJson : IEquatable<RawJson>
{
    private readonly byte[] _utf8;

    private RawJson(byte[] utf8) => _utf8 = utf8;

    public ReadOnlySpan<byte> Utf8 => _utf8;

    /// <exception cref="ArgumentException">The value is undefined, or deeper than 64 levels.</exception>
    public static RawJson From(JsonElement value, string parameterName)
    {
        if (value.ValueKind is JsonValueKind.Undefined)
        {
            throw new ArgumentException("The value is undefined; any JSON value is allowed.", parameterName);
        }

        try
        {
            return new(Encoding.UTF8.GetBytes(JsonText.SerializeField(JsonText.Repaired(value), FieldJsonContext.Default.JsonElement)));
        }
        catch (JsonException exception)
        {
            throw new ArgumentException(
                $"The value is deeper than the {JsonText.MaxFieldDepth} levels that are allowed.", parameterName, exception);
        }
    }

    public JsonElement ToElement() => JsonElement.Parse(_utf8);

    public bool Equals(RawJson? other) => other is not null && _utf8.AsSpan().SequenceEqual(other._utf8);

    public override bool Equals(object? obj) => Equals(obj as RawJson);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_utf8);
        return hash.ToHashCode();
    }
}
