using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HospitalityMemory;

/// <summary>Metadata with which System.Text.Json writes and reads this library's types as the documented JSON, without reflection.</summary>
internal sealed class MemoryTypeInfoResolver : IJsonTypeInfoResolver
{
    private static readonly Dictionary<Type, Func<JsonSerializerOptions, JsonTypeInfo>> Known = new()
    {
        [typeof(Session)] = Of(context => context.SessionJson, SessionJson.FromWhole, stored => stored.ToRecord()),
        [typeof(SessionInfo)] = Of<SessionInfo, SessionJson>(context => context.SessionJson, SessionJson.From, stored => stored.ToInfo()),
        [typeof(SessionMessage)] = Of(context => context.MessageJson, MessageJson.From, stored => stored.ToRecord()),
        [typeof(BookingSlots)] = Of(context => context.SlotsJson, SlotsJson.From, stored => stored.ToRecord()),
        [typeof(Booking)] = Of(context => context.BookingJson, BookingJson.FromAlone, stored => stored.ToRecord()),
        [typeof(UserProfile)] = options => JsonMetadataServices.CreateValueInfo<UserProfile>(options, new ProfileConverter()),
        [typeof(JsonFields)] = options => JsonMetadataServices.CreateValueInfo<JsonFields>(options, new JsonFieldsConverter()),
        [typeof(MessageRole)] = options => JsonMetadataServices.CreateValueInfo<MessageRole>(options, new MessageRoleJsonConverter()),
        [typeof(SessionPage)] = options => JsonMetadataServices.CreateValueInfo<SessionPage>(options, new SessionPageConverter()),
    };

    public static MemoryTypeInfoResolver Instance { get; } = new();

    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) =>
        Known.TryGetValue(type, out var create) ? create(options) : null;

    private static Func<JsonSerializerOptions, JsonTypeInfo> Of<TRecord, TStored>(
        Func<MemoryJsonContext, JsonTypeInfo<TStored>> typeInfo, Func<TRecord, TStored> from, Func<TStored, TRecord> to)
        where TRecord : class
        where TStored : class =>
        options => JsonMetadataServices.CreateValueInfo<TRecord>(options, new StoredConverter<TRecord, TStored>(typeInfo(MemoryJsonContext.Default), from, to));

    /// <summary>Converts a record by way of its stored form.</summary>
    private sealed class StoredConverter<TRecord, TStored>(JsonTypeInfo<TStored> typeInfo, Func<TRecord, TStored> from, Func<TStored, TRecord> to)
        : JsonConverter<TRecord>
        where TRecord : class
        where TStored : class
    {
        public override TRecord? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize(ref reader, typeInfo) is { } stored ? to(stored) : null;

        public override void Write(Utf8JsonWriter writer, TRecord value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, from(value), typeInfo);
    }

    /// <summary>Converts a profile, which may come from elsewhere.</summary>
    private sealed class ProfileConverter : JsonConverter<UserProfile>
    {
        public override UserProfile? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var start = reader;
            try
            {
                return JsonSerializer.Deserialize(ref reader, MemoryJsonContext.Default.ProfileJson)?.ToRecord();
            }
            catch (Exception exception) when (StoredJson.IsOfData(exception))
            {
                if (ForeignProfileJson.ReadMended(ref start) is not { } mended)
                {
                    throw;
                }

                reader = start;
                return mended;
            }
        }

        public override void Write(Utf8JsonWriter writer, UserProfile value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, ProfileJson.From(value), MemoryJsonContext.Default.ProfileJson);
    }

    /// <summary>Writes a page. A page is never read: a request for the next page carries only its beginning.</summary>
    private sealed class SessionPageConverter : JsonConverter<SessionPage>
    {
        public override SessionPage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("A page of sessions is written as JSON and not read.");

        public override void Write(Utf8JsonWriter writer, SessionPage value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("sessions");
            foreach (var session in value.Sessions)
            {
                JsonSerializer.Serialize(writer, SessionJson.From(session), MemoryJsonContext.Default.SessionJson);
            }

            writer.WriteEndArray();
            writer.WriteString("next", value.Next);
            writer.WriteEndObject();
        }
    }
}
