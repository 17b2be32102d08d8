-- Creates a session unless a live one has its id.
-- ARGV id, now, expires, created, updated, version, state (JSON), owner ('' for none),
--      stamp (a new one for every write of a state), lifetime, own lifetime or '', own maximum or '', whether it is incomplete (1 or 0),
--      the latest expiry for which the guest's index is kept long enough
-- -> { 0 } if a live one has it, else { 1, whether an expired one was removed (1 or 0), the owner of that one or '' }
local id, now, expires, state, owner = ARGV[1], ARGV[2], ARGV[3], ARGV[7], ARGV[8]

local stored = redis.call('HGET', session, 'expires_at')
if isLive(stored, now) then
    return { 0 }
end

-- Keys that are written last are read first: a key of another type then fails the step before anything is written.
redis.call('ZCARD', expiry)
local formerOwner = redis.call('HGET', owners, id) or ''
local formerBytes = tonumber(redis.call('HGET', sizes, id) or 0) or 0

-- Removes what is left of another session. Nothing else is freed before the first write, which a full Redis must refuse.
if redis.call('EXISTS', session) == 1 then
    redis.call('DEL', session)
end
local set = {
    'state', state, 'expires_at', expires, 'created_at', ARGV[4], 'updated_at', ARGV[5], 'version', ARGV[6], 'lifetime', ARGV[10],
    'sums', string.format(sumsFormat, 0, 0, #state, 0, 0, -1, 0, 0, ARGV[13], #state, 0, 0, 0),
    'list_stamp', ARGV[9], 'state_stamp', ARGV[9], 'indexed_for', ARGV[14],
}
for name, value in pairs({ own_lifetime = ARGV[11], own_maximum = ARGV[12] }) do
    if value ~= '' then
        set[#set + 1] = name
        set[#set + 1] = value
    end
end
redis.call('HSET', session, unpack(set))
redis.call('DEL', messages, waiting, ids)
redis.call('ZADD', expiry, score(expires), id)
count(id, #state - formerBytes)
if owner ~= '' then
    redis.call('HSET', owners, id, owner)
else
    redis.call('HDEL', owners, id)
end
redis.call('HSET', session, 'kept_for', (keep(id, expires, now, #state, ARGV[14])))
return { 1, stored and 1 or 0, formerOwner }
