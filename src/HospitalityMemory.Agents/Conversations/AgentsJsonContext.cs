using System.Text.Json.Serialization;

namespace HospitalityMemory.Agents;

[JsonSerializable(typeof(GuestConversation))]
[JsonSerializable(typeof(SeenMessages.Seen))]
[JsonSerializable(typeof(List<AskedWish>))]
internal sealed partial class AgentsJsonContext : JsonSerializerContext;
