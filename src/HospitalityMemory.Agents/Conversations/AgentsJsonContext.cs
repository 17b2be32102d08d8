using System.Text.Json.Serialization;

namespace HospitalityMemory.Agents;

[JsonSerializable(typeof(GuestConversation))]
internal sealed partial class AgentsJsonContext : JsonSerializerContext;
