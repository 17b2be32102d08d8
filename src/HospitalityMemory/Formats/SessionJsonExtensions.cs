using System.Text;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>A session as JSON text, and back. Thread safe.</summary>
public static class SessionJsonExtensions
{
    /// <summary>A session as JSON text, and back.</summary>
    /// <param name="session">The session.</param>
    extension(Session session)
    {
        /// <summary>The session, with its messages, as the JSON that docs/json.md documents.</summary>
        /// <returns>JSON text, on one line.</returns>
        public string ToJson()
        {
            ArgumentNullException.ThrowIfNull(session);
            return JsonText.Serialize(SessionJson.FromWhole(session), MemoryJsonContext.Default.SessionJson);
        }

        /// <summary>Reads a session from the JSON that docs/json.md documents.</summary>
        /// <param name="json">The JSON text, such as that of ToJson.</param>
        /// <returns>The session with its messages.</returns>
        /// <exception cref="SchemaVersionException">The JSON is of a newer schema.</exception>
        /// <exception cref="CorruptDataException">The JSON is broken, or fits no schema.</exception>
        public static Session FromJson(string json)
        {
            ArgumentNullException.ThrowIfNull(json);
            return MemoryJson.ReadSession(Encoding.UTF8.GetBytes(json));
        }
    }
}
