-- Removes all messages, the waiting ones too, and extends the lifetime.
-- ARGV id, now, lifetime, sliding, maximum
-- -> { 0 } not found, or { 1, note or '' }
-- sums.lua is put here.
-- trimming.lua is put here.
-- common.lua is put here.
-- history.lua is put here.
local id, now = ARGV[1], ARGV[2]
local s = load(now)
if not s then
    return { 0 }
end

local before = s.bytes
s.isIncomplete = s.isIncomplete or isLossy(s, redis.call('LLEN', messages))
redis.call('DEL', messages, waiting)
redis.call('HDEL', session, 'lease_token', 'lease_until', 'lease_count')
local h = { stored = 0, kept = 0, facts = {}, added = {}, isRewritten = true }
recount(s, h)
s.waiting, s.waitingBytes, s.edits = 0, 0, s.edits + 1
count(id, s.bytes - before)
local expires, lifetime = extend(s, now, ARGV[3], ARGV[4], ARGV[5])
return { 1, save(s, id, now, expires, lifetime, false, sums(s, h, now)) }
