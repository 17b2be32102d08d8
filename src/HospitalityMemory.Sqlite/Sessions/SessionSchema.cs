namespace HospitalityMemory.Sqlite;

/// <summary>The tables of sessions and messages, and the statements on them.</summary>
internal static class SessionSchema
{
    /// <summary>
    /// What changes with every use is apart from the state, so that a touch or an append rewrites neither state nor
    /// messages. Where both state a value (a time of expiry, say), the table memory_sessions is right. Triggers keep
    /// the totals, and take what belongs to a session with it.
    /// </summary>
    public static readonly DatabaseSchema Schema = new("sessions", """
        CREATE TABLE memory_sessions (
            session_id TEXT NOT NULL PRIMARY KEY,
            user_id TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            version INTEGER NOT NULL,
            last_sequence INTEGER NOT NULL,
            message_count INTEGER NOT NULL,
            state_bytes INTEGER NOT NULL,
            size_bytes INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX memory_sessions_by_user ON memory_sessions (user_id) WHERE user_id IS NOT NULL;
        CREATE INDEX memory_sessions_by_expiry ON memory_sessions (expires_at, size_bytes);
        CREATE TABLE memory_session_states (
            session_id TEXT NOT NULL PRIMARY KEY,
            data TEXT NOT NULL
        );
        CREATE TABLE memory_messages (
            session_id TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            is_plain INTEGER NOT NULL,
            data TEXT NOT NULL,
            PRIMARY KEY (session_id, sequence)
        ) WITHOUT ROWID;
        CREATE TABLE memory_session_totals (sessions INTEGER NOT NULL, bytes INTEGER NOT NULL);
        INSERT INTO memory_session_totals (sessions, bytes) VALUES (0, 0);
        CREATE TRIGGER memory_sessions_added AFTER INSERT ON memory_sessions BEGIN
            UPDATE memory_session_totals SET sessions = sessions + 1, bytes = bytes + NEW.size_bytes;
        END;
        CREATE TRIGGER memory_sessions_resized AFTER UPDATE OF size_bytes ON memory_sessions WHEN NEW.size_bytes <> OLD.size_bytes BEGIN
            UPDATE memory_session_totals SET bytes = bytes + NEW.size_bytes - OLD.size_bytes;
        END;
        CREATE TRIGGER memory_sessions_removed AFTER DELETE ON memory_sessions BEGIN
            UPDATE memory_session_totals SET sessions = sessions - 1, bytes = bytes - OLD.size_bytes;
            DELETE FROM memory_session_states WHERE session_id = OLD.session_id;
            DELETE FROM memory_messages WHERE session_id = OLD.session_id;
        END;
        """);

    /// <summary>One row for each message, or one without; one statement, so that all is as of one moment.</summary>
    public const string GetSession =
        """
        SELECT s.updated_at, s.expires_at, d.data, m.sequence, m.data
        FROM memory_sessions s
        JOIN memory_session_states d ON d.session_id = s.session_id
        LEFT JOIN memory_messages m ON m.session_id = s.session_id
        WHERE s.session_id = $1 AND s.expires_at > $2
        ORDER BY m.sequence
        """;

    public const string GetIdsOfUser = "SELECT session_id FROM memory_sessions WHERE user_id = $1 AND expires_at > $2";

    public const string GetRow =
        """
        SELECT created_at, expires_at, version, last_sequence, message_count, state_bytes, size_bytes
        FROM memory_sessions WHERE session_id = $1
        """;

    public const string GetExpiry = "SELECT expires_at FROM memory_sessions WHERE session_id = $1";

    /// <summary>$2 is the current time, $3 the expiry by the sliding lifetime, $4 the longest lifetime.</summary>
    public const string Touch =
        """
        UPDATE memory_sessions SET expires_at = min($3, created_at + $4)
        WHERE session_id = $1 AND expires_at > $2 AND expires_at < min($3, created_at + $4)
        """;

    public const string InsertSession =
        """
        INSERT INTO memory_sessions
            (session_id, user_id, created_at, updated_at, expires_at, version, last_sequence, message_count, state_bytes, size_bytes)
        VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $7, $7)
        """;

    public const string InsertState = "INSERT INTO memory_session_states (session_id, data) VALUES ($1, CAST($2 AS TEXT))";

    public const string ReplaceSession =
        """
        UPDATE memory_sessions SET user_id = $2, updated_at = $3, expires_at = max(expires_at, $4), version = $5, state_bytes = $6, size_bytes = $7
        WHERE session_id = $1
        """;

    public const string ReplaceState = "UPDATE memory_session_states SET data = CAST($2 AS TEXT) WHERE session_id = $1";

    public const string AppendToSession =
        """
        UPDATE memory_sessions SET
            updated_at = $2, expires_at = max(expires_at, $3), last_sequence = $4, message_count = $5, size_bytes = $6
        WHERE session_id = $1
        """;

    public const string InsertMessage =
        "INSERT INTO memory_messages (session_id, sequence, is_plain, data) VALUES ($1, $2, $3, CAST($4 AS TEXT))";

    public const string GetMessages =
        "SELECT sequence, is_plain, data FROM memory_messages WHERE session_id = $1 ORDER BY sequence";

    public const string GetMessagesFrom =
        "SELECT sequence, data FROM memory_messages WHERE session_id = $1 AND sequence >= $2 ORDER BY sequence";

    public const string GetSequences = "SELECT sequence FROM memory_messages WHERE session_id = $1 AND sequence <= $2";

    public const string DeleteMessage = "DELETE FROM memory_messages WHERE session_id = $1 AND sequence = $2";

    public const string DeleteSession = "DELETE FROM memory_sessions WHERE session_id = $1";

    public const string DeleteExpired =
        """
        DELETE FROM memory_sessions
        WHERE session_id IN (SELECT session_id FROM memory_sessions WHERE expires_at <= $1 LIMIT 256)
        """;

    public const string Ping = "SELECT sessions FROM memory_session_totals";

    /// <summary>
    /// The totals less what has expired and is not removed yet, which an index holds at its beginning.
    /// </summary>
    public const string GetUsage =
        """
        SELECT t.sessions - e.sessions, t.bytes - e.bytes
        FROM memory_session_totals t,
            (SELECT count(*) AS sessions, coalesce(sum(size_bytes), 0) AS bytes FROM memory_sessions WHERE expires_at <= $1) e
        """;
}
