-- Reads a session; with a sliding expiry it also extends the lifetime. What the caller knows already is not sent again.
-- KEYS session, messages
-- ARGV now, sliding ('' to extend nothing), maximum,
--      and of what is known: incarnation, number of the last message, its SHA-1, state stamp (absent where nothing is known)
-- -> nil, or { expires, updated, incarnation, state stamp, state (JSON; nil for the known one), how many messages there are,
--      messages (JSON) }; of messages what `news` says
local session, messages, now = KEYS[1], KEYS[2], ARGV[1]

local fields = redis.call('HMGET', session, 'expires_at', 'updated_at', 'created_at', 'kept_for', 'incarnation', 'state_stamp',
    'sequence', 'gap')
local expires = fields[1]
if not isLive(expires, now) then
    return false
end

local kept, latest = news(messages, fields[5], fields[7], fields[8], ARGV[4], ARGV[5], ARGV[6])
local state = false
if kept < 0 or fields[6] ~= ARGV[7] then
    state = redis.call('HGET', session, 'state')
end

if ARGV[2] ~= '' then
    local extended = extend(expires, fields[3], ARGV[2], ARGV[3])
    if extended ~= expires then
        expires = extended
        local keptFor = fields[4]
        if not isAtOrBefore(expires, keptFor) then
            keptFor = keep(session, messages, expires, now)
        end
        local set = redis.pcall('HSET', session, 'expires_at', expires, 'kept_for', keptFor)
        if type(set) == 'table' then
            -- A full Redis can be read all the same: HDEL needs no memory, and a script that has written may go on.
            redis.call('HDEL', session, '')
            redis.call('HSET', session, 'expires_at', expires, 'kept_for', keptFor)
        end
    end
end
return { expires, fields[2], fields[5], fields[6], state, kept, latest }
