using System.Text.Json;

namespace HospitalityMemory;

/// <summary>
/// What is wrong with stored JSON, in words of ours that hold nothing of the data. The reader fills in a path that is
/// left out.
/// </summary>
internal sealed class JsonSchemaException(string problem, string? path = null) : JsonException(problem, path, null, null);
