-- Deletes a session.
-- KEYS session, messages, expiry, sizes, owners
-- ARGV id, now
-- -> nil where none is live, else its owner or ''
local session, messages, expiry, sizes, owners = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]

if not isLive(redis.call('HGET', session, 'expires_at'), ARGV[2]) then
    return false
end

local owner = redis.call('HGET', owners, ARGV[1]) or ''
redis.call('DEL', session, messages)
forget(expiry, sizes, owners, ARGV[1])
return owner
