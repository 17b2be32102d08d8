using System.Text.Json;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>
/// Writes the document of one guest, part by part in this order: profile, bookings, sessions. What cannot be read of them is named at
/// its end, so that nothing is left out silently.
/// </summary>
internal sealed class GuestExport : IDisposable
{
    private readonly Utf8JsonWriter _writer;
    private readonly List<(StoredDataKind? Kind, string? Id, string Problem)> _unreadable = [];

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

    /// <summary>Names a part that cannot be read.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="id">The session's id; null for all else.</param>
    /// <param name="problem">Why.</param>
    public void AddUnreadable(StoredDataKind? kind, string? id, string problem) => _unreadable.Add((kind, id, problem));

    public async ValueTask AddAsync(IAsyncEnumerable<ScannedBooking> bookings, CancellationToken cancellationToken)
    {
        _writer.WriteStartArray("bookings");
        try
        {
            await foreach (var (booking, problem) in bookings.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (booking is null)
                {
                    AddUnreadable(StoredDataKind.Booking, null, problem!.Message);
                }
                else
                {
                    JsonSerializer.Serialize(_writer, BookingJson.From(booking), MemoryJsonContext.Default.BookingJson);
                }
            }
        }
        catch (UnreadableDataException exception)
        {
            AddUnreadable(exception.Kind, null, exception.Message);
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
    }

    /// <summary>Ends the document with what could not be read.</summary>
    public void End()
    {
        _writer.WriteStartArray("unreadable");
        foreach (var (kind, id, problem) in _unreadable)
        {
            _writer.WriteStartObject();
            _writer.WriteString("kind", kind is { } known ? UnreadableDataException.NameOf(known) : "store");
            if (id is not null)
            {
                _writer.WriteString("session_id", id);
            }

            _writer.WriteString("problem", problem);
            _writer.WriteEndObject();
        }

        _writer.WriteEndArray();
        _writer.WriteEndObject();
    }

    public void Dispose() => _writer.Dispose();
}
