using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HospitalityMemory.Orchestrator.Guests;

/// <summary>Tokens that say who a guest is and until when they are valid, signed by this service (HMAC-SHA-256). Thread safe.</summary>
internal sealed class BearerTokens(OrchestratorOptions options, TimeProvider time)
{
    private const int MaxLength = 2_048;

    private readonly byte[] _key = options.Tokens.Key is { } key ? Encoding.UTF8.GetBytes(key) : RandomNumberGenerator.GetBytes(32);

    /// <summary>How long a new token is valid.</summary>
    public TimeSpan Lifetime => options.Tokens.Lifetime;

    public string Issue(Guest guest)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(new Payload(guest.Id, guest.Name, (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds()));
        return $"{Base64Url.EncodeToString(payload)}.{Base64Url.EncodeToString(HMACSHA256.HashData(_key, payload))}";
    }

    /// <summary>The guest; null if the token is not from this service, was changed, or is too old.</summary>
    public Guest? Read(string token)
    {
        if (token.Length > MaxLength || token.Split('.') is not [var first, var second] || !Base64Url.IsValid(first) || !Base64Url.IsValid(second))
        {
            return null;
        }

        var payload = Base64Url.DecodeFromChars(first);
        return CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_key, payload), Base64Url.DecodeFromChars(second))
            && JsonSerializer.Deserialize<Payload>(payload) is { } read
            && DateTimeOffset.FromUnixTimeSeconds(read.Until) > time.GetUtcNow()
            ? new(read.Guest, read.Name)
            : null;
    }

    private sealed record Payload(string Guest, string Name, long Until);
}
