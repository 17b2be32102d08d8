using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HospitalityMemory.Stores;

namespace HospitalityMemory.Benchmarks;

/// <summary>A session of 50 messages as a remote store keeps it, with text beyond ASCII.</summary>
internal static class JsonTable
{
    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Greek = "Είμαστε τέσσερις και θέλουμε κάτι ήσυχο και κεντρικό, με θέα στη θάλασσα, παρακαλώ.";

    public static void Run(Report report)
    {
        report.Title("A session of 50 messages in Greek as JSON");
        var memory = HospitalityMemoryPeer.Resolve(_ => { });
        memory.CreateSessionAsync("session", "guest").Now();
        for (var i = 0; i < SampleSessions.MaxMessages; i++)
        {
            memory.AddMessageAsync("session", MessageRole.User, Greek).Now();
        }

        var session = memory.GetSessionAsync("session").Now()!;
        var buffer = new ArrayBufferWriter<byte>();
        MemoryJson.WriteSession(session, buffer);
        var plain = buffer.WrittenSpan.ToArray();

        // The same document in the default form of System.Text.Json.
        using var document = JsonDocument.Parse(plain);
        var escaped = JsonSerializer.SerializeToUtf8Bytes(document.RootElement, EscapingJsonContext.Default.JsonElement);
        var peer = MutableSession.New("session", [.. Enumerable.Repeat(Greek, SampleSessions.MaxMessages)], RealTime.Clock.GetUtcNow());
        var peerPlain = JsonSerializer.SerializeToUtf8Bytes(peer, new PeerJsonContext(Unescaped).MutableSession);
        var peerEscaped = JsonSerializer.SerializeToUtf8Bytes(peer, PeerJsonContext.Default.MutableSession);
        var results = new Contest()
            .Add("MemoryJson writes", count =>
            {
                for (var i = 0; i < count; i++)
                {
                    buffer.ResetWrittenCount();
                    MemoryJson.WriteSession(session, buffer);
                }
            })
            .Add("MemoryJson reads it", count => Read(plain, count))
            .Add("MemoryJson reads it escaped", count => Read(escaped, count))
            .Add("plain objects, default options: writes", count =>
            {
                for (var i = 0; i < count; i++)
                {
                    JsonSerializer.SerializeToUtf8Bytes(peer, PeerJsonContext.Default.MutableSession);
                }
            })
            .Add("plain objects: reads it escaped", count => ReadPeer(peerEscaped, count))
            .Add("plain objects: reads it", count => ReadPeer(peerPlain, count))
            .Run(TimeSpan.FromSeconds(0.5));
        report.Table(results);
        report.Text($"{plain.Length:#,0} bytes; escaped {escaped.Length:#,0}; the texts alone {SampleSessions.MaxMessages * Encoding.UTF8.GetByteCount(Greek):#,0}.");
        report.Text("");
        report.RatioTarget("bytes : escaped", 0.5, (double)plain.Length / escaped.Length);
        report.RatioTarget("reading : reading it escaped", 0.25, results[1].Nanoseconds / results[2].Nanoseconds);
        report.RatioTarget("bytes allocated by writing : bytes written (pooled buffers)", 1, results[0].Bytes / plain.Length);
    }

    private static void ReadPeer(byte[] json, int count)
    {
        for (var i = 0; i < count; i++)
        {
            JsonSerializer.Deserialize(json, PeerJsonContext.Default.MutableSession);
        }
    }

    private static void Read(byte[] json, int count)
    {
        for (var i = 0; i < count; i++)
        {
            MemoryJson.ReadSession(json);
        }
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonElement))]
internal sealed partial class EscapingJsonContext : System.Text.Json.Serialization.JsonSerializerContext;
