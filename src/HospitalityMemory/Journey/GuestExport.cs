using System.Text.Json;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>Writes the document of one guest, part by part in this order: profile, bookings, sessions.</summary>
internal sealed class GuestExport : IDisposable
{
    private readonly Utf8JsonWriter _writer;

    public GuestExport(PooledBuffer output, string userId, DateTimeOffset exportedAt)
    {
        _writer = new Utf8JsonWriter(output, JsonText.WriterOptions with { MaxDepth = JsonText.MaxDocumentDepth + 2 });
        _writer.WriteStartObject();
        _writer.WriteNumber("schema_version", MemoryJson.SchemaVersion);
        _writer.WriteString("user_id", userId);
        _writer.WriteString("exported_at", exportedAt.UtcDateTime);
    }

    public void Add(UserProfile? profile)
    {
        _writer.WritePropertyName("profile");
        if (profile is null)
        {
            _writer.WriteNullValue();
            return;
        }

        JsonSerializer.Serialize(_writer, ProfileJson.From(profile), MemoryJsonContext.Default.ProfileJson);
    }

    public async ValueTask AddAsync(IAsyncEnumerable<Booking> bookings, CancellationToken cancellationToken)
    {
        _writer.WriteStartArray("bookings");
        await foreach (var booking in bookings.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            JsonSerializer.Serialize(_writer, BookingJson.From(booking), MemoryJsonContext.Default.BookingJson);
        }

        _writer.WriteEndArray();
    }

    public async ValueTask AddAsync(IAsyncEnumerable<Session> sessions, CancellationToken cancellationToken)
    {
        _writer.WriteStartArray("sessions");
        await foreach (var session in sessions.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            JsonSerializer.Serialize(_writer, SessionJson.FromWhole(session), MemoryJsonContext.Default.SessionJson);
        }

        _writer.WriteEndArray();
        _writer.WriteEndObject();
    }

    public void Dispose() => _writer.Dispose();
}
