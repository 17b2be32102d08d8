-- Reads a session without its messages, and leaves its lifetime.
-- ARGV id, now
-- -> nil, or { expires, updated, created, whether it is incomplete (1 or 0), owner or '', state (JSON) }
local s = load(ARGV[2])
if not s then
    return false
end
local updated, state = unpack(redis.call('HMGET', session, 'updated_at', 'state'))
local isIncomplete = (s.isIncomplete or isLossy(s, redis.call('LLEN', messages))) and 1 or 0
return { s.expires, updated, s.created, isIncomplete, redis.call('HGET', owners, ARGV[1]) or '', state }
