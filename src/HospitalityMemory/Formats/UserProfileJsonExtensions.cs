using System.Text;
using HospitalityMemory.Stores;

namespace HospitalityMemory;

/// <summary>A profile as JSON text, and back. Thread safe.</summary>
public static class UserProfileJsonExtensions
{
    /// <summary>A profile as JSON text, and back.</summary>
    /// <param name="profile">The profile.</param>
    extension(UserProfile profile)
    {
        /// <summary>The profile as the JSON that docs/json.md documents.</summary>
        /// <returns>JSON text, on one line.</returns>
        public string ToJson()
        {
            ArgumentNullException.ThrowIfNull(profile);
            return JsonText.Serialize(ProfileJson.From(profile), MemoryJsonContext.Default.ProfileJson);
        }

        /// <summary>Reads a profile from the JSON that docs/json.md documents.</summary>
        /// <param name="json">The JSON text, such as of ToJson.</param>
        /// <returns>The profile. Its <see cref="UserProfile.Version"/> is 0, as only a store gives versions.</returns>
        /// <exception cref="SchemaVersionException">The JSON is of a newer schema.</exception>
        /// <exception cref="CorruptDataException">The JSON is broken, or fits no schema.</exception>
        public static UserProfile FromJson(string json)
        {
            ArgumentNullException.ThrowIfNull(json);
            return MemoryJson.ReadProfile(Encoding.UTF8.GetBytes(json));
        }

        /// <summary>Reads a profile from the JSON that docs/json.md documents, and says what is wrong with the bookings of one from elsewhere.</summary>
        /// <param name="json">The JSON text, for example of another system.</param>
        /// <param name="problems">Gets what is wrong with bookings: <see cref="MemoryJson.ReadProfile(ReadOnlySpan{byte}, ICollection{BookingProblem})"/>.</param>
        /// <returns>The profile. Its <see cref="UserProfile.Version"/> is 0, as only a store gives versions.</returns>
        /// <exception cref="SchemaVersionException">The JSON is of a newer schema.</exception>
        /// <exception cref="CorruptDataException">The JSON is broken, or fits no schema.</exception>
        public static UserProfile FromJson(string json, ICollection<BookingProblem> problems)
        {
            ArgumentNullException.ThrowIfNull(json);
            return MemoryJson.ReadProfile(Encoding.UTF8.GetBytes(json), problems);
        }
    }
}
