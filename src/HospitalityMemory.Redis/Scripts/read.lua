-- Reads a session; with a sliding expiry it also extends the lifetime.
-- KEYS session, messages
-- ARGV now, or now, sliding, maximum
-- -> nil, or { state (JSON), expires, updated, message (JSON), ... }
local session, messages, now = KEYS[1], KEYS[2], ARGV[1]

local fields = redis.call('HMGET', session, 'state', 'expires_at', 'updated_at', 'created_at', 'kept_until')
local expires = fields[2]
if not isLive(expires, now) then
    return false
end

local answer = redis.call('LRANGE', messages, 0, -1)
if ARGV[2] then
    local extended = extend(expires, fields[4], ARGV[2], ARGV[3])
    if extended ~= expires then
        expires = extended
        local kept = fields[5]
        if not isKept(kept, expires) then
            kept = keep(session, messages, expires, now)
        end
        local set = redis.pcall('HSET', session, 'expires_at', expires, 'kept_until', kept)
        if type(set) == 'table' then
            -- A full Redis can be read all the same: HDEL needs no memory, and a script that has written may go on.
            redis.call('HDEL', session, '')
            redis.call('HSET', session, 'expires_at', expires, 'kept_until', kept)
        end
    end
end
return { fields[1], expires, fields[3], answer }
