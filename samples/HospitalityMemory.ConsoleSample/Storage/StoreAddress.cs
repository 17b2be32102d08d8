using HospitalityMemory.ConsoleSample.Commands;
using Microsoft.Data.Sqlite;
using StackExchange.Redis;

namespace HospitalityMemory.ConsoleSample.Storage;

/// <summary>Parses the value of <c>--store</c>.</summary>
internal static class StoreAddress
{
    public const string Memory = "memory";
    public const string Sqlite = "sqlite";
    public const string Redis = "redis";
    public const string Firestore = "firestore";

    private const string SecureRedis = "rediss";
    private const string Allowed = "A store is sqlite:FILE, redis://HOST:PORT, firestore:PROJECT or memory.";

    /// <exception cref="UserErrorException">The text is no store. The message says what a store is, and shows no password.</exception>
    public static StoreChoice Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (scheme, rest) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
        return scheme switch
        {
            Memory when rest is "" => new MemoryStore(),
            Sqlite => ParseSqlite(rest),
            Redis or SecureRedis when rest.StartsWith("//", StringComparison.Ordinal) => ParseRedisUrl(text, scheme is SecureRedis),
            Redis => ParseRedis(rest),
            Firestore => ParseFirestore(rest),
            "" => throw UserErrorException.Usage($"--store is empty. {Allowed}"),
            _ => throw UserErrorException.Usage($"--store {(colon < 0 ? scheme : scheme + ":...")} is no store. {Allowed}"),
        };
    }

    /// <summary>A file, or a connection string as Microsoft.Data.Sqlite reads it.</summary>
    private static SqliteStore ParseSqlite(string rest)
    {
        if (rest is "")
        {
            throw UserErrorException.Usage("--store sqlite: names no file. Say sqlite:FILE, such as sqlite:guests.db.");
        }

        if (!rest.StartsWith("Data Source=", StringComparison.OrdinalIgnoreCase))
        {
            return SqliteStore.At(rest);
        }

        try
        {
            var connection = new SqliteConnectionStringBuilder(rest);
            connection.DataSource = Path.GetFullPath(connection.DataSource);
            return new(connection.ConnectionString);
        }
        catch (ArgumentException exception)
        {
            throw UserErrorException.Usage($"--store sqlite: has a connection string that cannot be read. {exception.Message}");
        }
    }

    /// <summary>Servers as StackExchange.Redis reads them; if there is no text, the settings say how to connect.</summary>
    private static RedisStore ParseRedis(string rest)
    {
        if (rest is "")
        {
            return new(Options: null);
        }

        try
        {
            return ConfigurationOptions.Parse(rest) is { EndPoints.Count: > 0 } options
                ? new(options)
                : throw UserErrorException.Usage("--store redis: names no server. Say redis:HOST:PORT, or redis://HOST:PORT.");
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // The client's message is left out: it repeats the text, which may hold a password.
            throw UserErrorException.Usage("--store redis: cannot be read. Say redis:HOST:PORT,password=..., or redis://USER:PASSWORD@HOST:PORT/DATABASE.");
        }
    }

    private static RedisStore ParseRedisUrl(string text, bool isSecure)
    {
        const int DefaultPort = 6379;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host is "" || uri.Query is not "")
        {
            throw UserErrorException.Usage("--store redis://... cannot be read. Say redis://USER:PASSWORD@HOST:PORT/DATABASE, of which only HOST is needed.");
        }

        var options = new ConfigurationOptions { Ssl = isSecure };
        options.EndPoints.Add(uri.Host.Trim('[', ']'), uri.Port < 0 ? DefaultPort : uri.Port);
        if (uri.UserInfo is not "")
        {
            var parts = uri.UserInfo.Split(':', 2);
            options.User = parts.Length is 2 && parts[0] is not "" ? Uri.UnescapeDataString(parts[0]) : null;
            options.Password = Uri.UnescapeDataString(parts[^1]);
        }

        if (uri.AbsolutePath.Trim('/') is { Length: > 0 } database)
        {
            options.DefaultDatabase = int.TryParse(database, out var number) && number >= 0
                ? number
                : throw UserErrorException.Usage($"--store redis://.../{database} has no number of a database at its end, such as redis://HOST/1.");
        }

        return new(options);
    }

    private static FirestoreStore ParseFirestore(string rest)
    {
        var parts = rest.Split('?', 2);
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in parts.Length is 2 ? parts[1].Split('&') : [])
        {
            var pair = option.Split('=', 2);
            if (pair is not [("database" or "emulator" or "quota") and var name, { Length: > 0 } value] || !options.TryAdd(name, Uri.UnescapeDataString(value)))
            {
                throw UserErrorException.Usage(
                    $"--store firestore:{parts[0]}?{option} is not understood. Say firestore:PROJECT?database=ID&emulator=HOST:PORT&quota=PROJECT, each once; all but PROJECT may be left out.");
            }
        }

        return new(parts[0] is "" ? null : parts[0], options.GetValueOrDefault("database"), options.GetValueOrDefault("emulator"), options.GetValueOrDefault("quota"));
    }
}
