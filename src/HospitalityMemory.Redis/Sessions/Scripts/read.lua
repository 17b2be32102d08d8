-- Reads a session; with a lifetime it also extends that. What the caller knows already is not sent again.
-- ARGV id, now, lifetime ('' to extend nothing), sliding, maximum,
--      and of what is known: list stamp, number of the last message, its SHA-1, state stamp (absent where nothing is known)
-- -> nil, or { expires, updated, whether it is incomplete (1 or 0), note or '',
--      list stamp, state stamp, state (JSON; nil for the known one), how many messages there are, items }:
--      of the items those after the last one known, before which stand as many of the known ones as are missing;
--      or -1 and all of them
local id, now = ARGV[1], ARGV[2]

local s = load(now)
if not s then
    return false
end
local updated, stateStamp = unpack(redis.call('HMGET', session, 'updated_at', 'state_stamp'))
local stored = redis.call('LLEN', messages)

-- What is known holds still where nothing but the oldest has gone since, and the last message known is the one of its number: a
-- failover may lose writes, and give their numbers to others.
local kept, items, state = -1, nil, false
if s.listStamp ~= '' and s.listStamp == ARGV[6] then
    local added = s.sequence - ARGV[7]
    if added >= 0 then
        items = redis.call('LRANGE', messages, -1 - added, -1)
        if #items == added + 1 and redis.sha1hex(items[1]) == ARGV[8] then
            table.remove(items, 1)
            kept = stored
        end
    end
end
if kept < 0 then
    items = redis.call('LRANGE', messages, 0, -1)
end
if kept < 0 or stateStamp ~= ARGV[9] then
    state = redis.call('HGET', session, 'state')
end

local isIncomplete = (s.isIncomplete or isLossy(s, stored)) and 1 or 0
local expires, note = s.expires, ''
if ARGV[3] ~= '' then
    expires, note = touch(s, id, now, ARGV[3], ARGV[4], ARGV[5])
end
return { expires, updated, isIncomplete, note, s.listStamp, stateStamp, state, kept, items }
