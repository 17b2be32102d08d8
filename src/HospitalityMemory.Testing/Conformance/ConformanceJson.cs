using System.Text.Json.Serialization;

namespace HospitalityMemory.Testing.Conformance;

[JsonSerializable(typeof(int))]
internal sealed partial class ConformanceJson : JsonSerializerContext;
