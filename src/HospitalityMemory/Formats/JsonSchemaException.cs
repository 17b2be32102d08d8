using System.Text.Json;

namespace HospitalityMemory;

/// <summary>
/// What is wrong with stored JSON, in words that contain none of the data. Where the path is left out, the reader fills it in.
/// </summary>
internal sealed class JsonSchemaException(string problem, string? path = null) : JsonException(problem, path, null, null);
