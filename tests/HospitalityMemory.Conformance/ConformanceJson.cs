using System.Text.Json.Serialization;

namespace HospitalityMemory.Conformance;

[JsonSerializable(typeof(int))]
internal sealed partial class ConformanceJson : JsonSerializerContext;
