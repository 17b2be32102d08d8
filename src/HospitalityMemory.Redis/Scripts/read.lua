-- Reads a session; with a sliding expiry it also extends the lifetime.
-- KEYS session, messages
-- ARGV now, or now, sliding, maximum, margin (ms)
-- -> nil, or { state (JSON), expires, updated, message (JSON), ... }
local session, messages, now = KEYS[1], KEYS[2], ARGV[1]

local fields = redis.call('HMGET', session, 'state', 'expires_at', 'updated_at', 'created_at')
local expires = fields[2]
if not isLive(expires, now) then
    return false
end

local answer = redis.call('LRANGE', messages, 0, -1)
if ARGV[2] then
    local extended = extend(expires, fields[4], ARGV[2], ARGV[3])
    if extended ~= expires then
        expires = extended
        -- PEXPIRE first: it needs no memory, and Redis lets a script that has written go on, so that a full Redis can be read.
        local ttl = timeToLive(expires, now, ARGV[4])
        redis.call('PEXPIRE', session, ttl)
        redis.call('PEXPIRE', messages, ttl)
        redis.call('HSET', session, 'expires_at', expires)
    end
end
return { fields[1], expires, fields[3], answer }
