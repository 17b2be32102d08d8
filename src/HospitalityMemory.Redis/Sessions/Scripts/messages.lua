-- Reads some messages, and extends the lifetime.
-- ARGV id, now, lifetime, sliding, maximum, how many at most, the number after which they stand ('' for the latest)
-- -> nil, or { note or '', how many there are, last number, edits, items }
-- sums.lua is put here.
-- trimming.lua is put here.
-- common.lua is put here.
-- history.lua is put here.
local id, now, most = ARGV[1], ARGV[2], tonumber(ARGV[6])
local s = load(now)
if not s then
    return false
end

local stored, items = redis.call('LLEN', messages), nil
if ARGV[7] == '' then
    items = redis.call('LRANGE', messages, -most, -1)
else
    local first = indexAfter(tonumber(ARGV[7]), stored)
    items = redis.call('LRANGE', messages, first - 1, first + most - 2)
end
local _, note = touch(s, id, now, ARGV[3], ARGV[4], ARGV[5])
return { note, stored, s.sequence, s.edits, items }
