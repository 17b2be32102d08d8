namespace HospitalityMemory.Sqlite;

/// <summary>The tables of sessions and their messages, and the statements on them.</summary>
internal static class SessionSchema
{
    /// <summary>
    /// Values that change with every use are kept apart from the state: a touch or an append rewrites neither state nor messages. Where
    /// both have a value (the expiry, for example), the table memory_sessions is right. Triggers keep the totals, and delete what belongs
    /// to a session with its row. The columns that trimming reads stand before a message's text, which may lie on other pages.
    /// </summary>
    public static readonly DatabaseSchema Schema = new("sessions", """
        CREATE TABLE memory_sessions (
            session INTEGER PRIMARY KEY,
            session_id TEXT NOT NULL UNIQUE,
            user_id TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            used_lifetime INTEGER NOT NULL,
            lifetime INTEGER,
            maximum_lifetime INTEGER,
            version INTEGER NOT NULL,
            last_sequence INTEGER NOT NULL DEFAULT 0,
            edits INTEGER NOT NULL DEFAULT 0,
            message_count INTEGER NOT NULL DEFAULT 0,
            message_weight INTEGER NOT NULL DEFAULT 0,
            message_bytes INTEGER NOT NULL DEFAULT 0,
            spared_bytes INTEGER NOT NULL DEFAULT 0,
            state_bytes INTEGER NOT NULL,
            size_bytes INTEGER NOT NULL,
            id_count INTEGER NOT NULL DEFAULT 0,
            waiting_count INTEGER NOT NULL DEFAULT 0,
            waiting_bytes INTEGER NOT NULL DEFAULT 0,
            waiting_total INTEGER NOT NULL DEFAULT 0,
            lease_token BLOB,
            lease_until INTEGER NOT NULL DEFAULT 0,
            is_incomplete INTEGER NOT NULL
        );
        CREATE INDEX memory_sessions_by_user ON memory_sessions (user_id, created_at) WHERE user_id IS NOT NULL;
        CREATE INDEX memory_sessions_by_expiry ON memory_sessions (expires_at, size_bytes);
        CREATE TABLE memory_session_states (
            session INTEGER PRIMARY KEY,
            data TEXT NOT NULL
        );
        CREATE TABLE memory_messages (
            session INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            message_group INTEGER NOT NULL,
            weight INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            is_spared INTEGER NOT NULL,
            starts_turn INTEGER NOT NULL,
            data TEXT NOT NULL,
            PRIMARY KEY (session, sequence)
        ) WITHOUT ROWID;
        CREATE TABLE memory_message_ids (
            session INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            id_hash BLOB NOT NULL,
            PRIMARY KEY (session, sequence),
            UNIQUE (session, id_hash)
        ) WITHOUT ROWID;
        CREATE TABLE memory_waiting_messages (
            session INTEGER NOT NULL,
            arrival INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            data TEXT NOT NULL,
            PRIMARY KEY (session, arrival)
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
            DELETE FROM memory_session_states WHERE session = OLD.session;
            DELETE FROM memory_messages WHERE session = OLD.session;
            DELETE FROM memory_message_ids WHERE session = OLD.session;
            DELETE FROM memory_waiting_messages WHERE session = OLD.session;
        END;
        """);

    /// <summary>The columns of a <see cref="SessionInfo"/>. <see cref="SessionReads"/> reads them by position.</summary>
    private const string InfoColumns =
        "s.session_id, s.user_id, s.created_at, s.updated_at, s.expires_at, s.lifetime, s.maximum_lifetime, s.version, s.is_incomplete, d.data";

    /// <summary>One row for each message, or one row without a message. A single statement reads everything as of one moment.</summary>
    public const string GetSession =
        $"""
        SELECT {InfoColumns}, s.message_count, m.sequence, m.data
        FROM memory_sessions s
        LEFT JOIN memory_session_states d ON d.session = s.session
        LEFT JOIN memory_messages m ON m.session = s.session
        WHERE s.session_id = $1 AND s.expires_at > $2
        ORDER BY m.sequence
        """;

    public const string GetInfo =
        $"""
        SELECT {InfoColumns}
        FROM memory_sessions s LEFT JOIN memory_session_states d ON d.session = s.session
        WHERE s.session_id = $1 AND s.expires_at > $2
        """;

    public const string GetLatestMessages =
        """
        SELECT s.message_count, s.last_sequence, s.edits, m.sequence, m.message_group, m.weight, m.is_spared, m.starts_turn, m.data
        FROM memory_sessions s LEFT JOIN memory_messages m ON m.session = s.session
        WHERE s.session_id = $1 AND s.expires_at > $2
        ORDER BY m.sequence DESC
        LIMIT $3
        """;

    public const string GetMessagesAfter =
        """
        SELECT s.message_count, s.last_sequence, s.edits, m.sequence, m.message_group, m.weight, m.is_spared, m.starts_turn, m.data
        FROM memory_sessions s LEFT JOIN memory_messages m ON m.session = s.session AND m.sequence > $4
        WHERE s.session_id = $1 AND s.expires_at > $2
        ORDER BY m.sequence
        LIMIT $3
        """;

    public const string ListOfUser =
        $"""
        SELECT {InfoColumns}, s.session
        FROM memory_sessions s LEFT JOIN memory_session_states d ON d.session = s.session
        WHERE s.user_id = $1 AND s.expires_at > $2 AND s.created_at <= $3 AND (s.created_at < $3 OR s.session < $4)
        ORDER BY s.created_at DESC, s.session DESC
        LIMIT $5
        """;

    public const string ListAll =
        $"""
        SELECT {InfoColumns}, s.session
        FROM memory_sessions s LEFT JOIN memory_session_states d ON d.session = s.session
        WHERE s.session > $1 AND s.expires_at > $2
        ORDER BY s.session
        LIMIT $3
        """;

    public const string GetRow =
        """
        SELECT session, created_at, updated_at, expires_at, used_lifetime, lifetime, maximum_lifetime, version, last_sequence, edits,
            message_count, message_weight, message_bytes, state_bytes, id_count, waiting_count, waiting_bytes, waiting_total,
            lease_token, lease_until, is_incomplete, user_id, spared_bytes
        FROM memory_sessions WHERE session_id = $1
        """;

    public const string GetExpiry = "SELECT expires_at FROM memory_sessions WHERE session_id = $1";

    public const string InsertSession =
        """
        INSERT INTO memory_sessions
            (session_id, user_id, created_at, updated_at, expires_at, used_lifetime, lifetime, maximum_lifetime, version, state_bytes,
            size_bytes, is_incomplete)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)
        """;

    public const string InsertState =
        "INSERT INTO memory_session_states (session, data) SELECT session, CAST($2 AS TEXT) FROM memory_sessions WHERE session_id = $1";

    public const string SaveRow =
        """
        UPDATE memory_sessions SET
            updated_at = $2, expires_at = $3, used_lifetime = $4, version = $5, last_sequence = $6, edits = $7, message_count = $8,
            message_weight = $9, message_bytes = $10, state_bytes = $11, size_bytes = $12, id_count = $13, waiting_count = $14,
            waiting_bytes = $15, waiting_total = $16, lease_token = $17, lease_until = $18, is_incomplete = $19,
            spared_bytes = $20
        WHERE session = $1
        """;

    public const string SaveExpiry = "UPDATE memory_sessions SET expires_at = $2, used_lifetime = $3 WHERE session = $1";

    /// <summary>Skips the row when the guest is the same, which saves writing the index.</summary>
    public const string SaveUser =
        "UPDATE memory_sessions SET user_id = $2 WHERE session = $1 AND user_id IS NOT $2";

    public const string ReplaceState = "UPDATE memory_session_states SET data = CAST($2 AS TEXT) WHERE session = $1";

    public const string GetState = "SELECT data FROM memory_session_states WHERE session = $1";

    public const string InsertMessage =
        """
        INSERT INTO memory_messages (session, sequence, message_group, weight, bytes, is_spared, starts_turn, data)
        VALUES ($1, $2, $3, $4, $5, $6, $7, CAST($8 AS TEXT))
        """;

    public const string ReplaceMessage =
        """
        UPDATE memory_messages SET weight = $3, bytes = $4, is_spared = $5, starts_turn = $6, data = CAST($7 AS TEXT)
        WHERE session = $1 AND sequence = $2
        """;

    public const string GetAllFacts =
        "SELECT sequence, message_group, weight, bytes, is_spared, starts_turn FROM memory_messages WHERE session = $1 ORDER BY sequence";

    public const string GetFacts =
        "SELECT sequence, message_group, weight, bytes, is_spared, starts_turn FROM memory_messages WHERE session = $1 AND sequence = $2";

    public const string MergeGroups = "UPDATE memory_messages SET message_group = $3 WHERE session = $1 AND message_group = $2";

    public const string DeleteMessage = "DELETE FROM memory_messages WHERE session = $1 AND sequence = $2";

    public const string DeleteMessages = "DELETE FROM memory_messages WHERE session = $1";

    /// <summary>
    /// For a session of which rows are missing that were not trimmed: counts the rows that are there, and marks the session as incomplete.
    /// </summary>
    public const string CountMessages =
        """
        UPDATE memory_sessions SET
            message_count = f.found, message_weight = f.weight, message_bytes = f.bytes, spared_bytes = f.spared,
            size_bytes = state_bytes + f.bytes + waiting_bytes,
            is_incomplete = is_incomplete OR f.found < message_count
        FROM (SELECT count(*) AS found, coalesce(sum(weight), 0) AS weight, coalesce(sum(bytes), 0) AS bytes,
                coalesce(sum(bytes) FILTER (WHERE is_spared), 0) AS spared
            FROM memory_messages WHERE session = (SELECT session FROM memory_sessions WHERE session_id = $1)) f
        WHERE session_id = $1 AND message_count <> f.found
        """;

    public const string GetSequenceOfId = "SELECT sequence FROM memory_message_ids WHERE session = $1 AND id_hash = $2";

    public const string InsertId = "INSERT INTO memory_message_ids (session, sequence, id_hash) VALUES ($1, $2, $3)";

    public const string DeleteOldestIds =
        """
        DELETE FROM memory_message_ids WHERE session = $1 AND sequence <=
            (SELECT sequence FROM memory_message_ids WHERE session = $1 ORDER BY sequence LIMIT 1 OFFSET $2 - 1)
        """;

    public const string InsertWaiting =
        """
        INSERT INTO memory_waiting_messages (session, arrival, sequence, bytes, data)
        SELECT session, $3, sequence, bytes, data FROM memory_messages WHERE session = $1 AND sequence = $2
        """;

    public const string GetWaitingSizes = "SELECT arrival, bytes FROM memory_waiting_messages WHERE session = $1 ORDER BY arrival";

    public const string GetWaiting = "SELECT sequence, data FROM memory_waiting_messages WHERE session = $1 ORDER BY arrival";

    public const string DeleteWaiting = "DELETE FROM memory_waiting_messages WHERE session = $1 AND arrival <= $2";

    /// <summary>
    /// Deletes by arrival, not by sequence number. A group with a late message was trimmed before younger messages; those came to wait
    /// later and were not handed out.
    /// </summary>
    public const string DeleteTaken =
        """
        DELETE FROM memory_waiting_messages WHERE session = $1 AND arrival <=
            (SELECT max(arrival) FROM memory_waiting_messages WHERE session = $1 AND sequence = $2)
        """;

    public const string ReleaseLease =
        "UPDATE memory_sessions SET lease_token = NULL WHERE session_id = $1 AND lease_token = $2";

    public const string DeleteSession = "DELETE FROM memory_sessions WHERE session_id = $1";

    /// <summary>Finds all sessions of a guest, live or expired.</summary>
    public const string FindOfUser = "SELECT session_id FROM memory_sessions WHERE user_id = $1";

    public const string CountOfUser = "SELECT count(*) FROM memory_sessions WHERE user_id = $1";

    /// <summary>Deletes a session and returns its expiry.</summary>
    public const string EraseSession = "DELETE FROM memory_sessions WHERE session_id = $1 AND user_id = $2 RETURNING expires_at";

    public const string GetExpired =
        """
        SELECT session_id, message_count + waiting_count + id_count FROM memory_sessions
        WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2
        """;

    public const string Ping = "SELECT sessions FROM memory_session_totals";

    /// <summary>
    /// The totals less the expired sessions that are not removed yet. The index by expiry has those at its beginning.
    /// </summary>
    public const string GetUsage =
        """
        SELECT t.sessions - e.sessions, t.bytes - e.bytes
        FROM memory_session_totals t,
            (SELECT count(*) AS sessions, coalesce(sum(size_bytes), 0) AS bytes FROM memory_sessions WHERE expires_at <= $1) e
        """;
}
