-- Creates a session unless a live one has its id.
-- KEYS session, messages, expiry, sizes, owners
-- ARGV id, now, expires, created, updated, version, state (JSON), owner ('' for none),
--      stamp (another one in every write of a state)
-- -> { 0 } where one is live, else { 1, whether an expired one was removed, the owner of that one or '' }
local session, messages, expiry, sizes, owners = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local id, now, expires, state, owner = ARGV[1], ARGV[2], ARGV[3], ARGV[7], ARGV[8]

local stored = redis.call('HGET', session, 'expires_at')
if isLive(stored, now) then
    return { 0 }
end

local formerOwner = redis.call('HGET', owners, id) or ''
local formerBytes = tonumber(redis.call('HGET', sizes, id) or '0')

if stored then
    redis.call('DEL', session, messages)
end
redis.call('HSET', session, 'state', state, 'expires_at', expires, 'created_at', ARGV[4], 'updated_at', ARGV[5],
    'version', ARGV[6], 'sequence', '0', 'bytes', #state, 'incarnation', ARGV[9], 'state_stamp', ARGV[9])
if not stored then
    redis.call('DEL', messages)
end
redis.call('HSET', session, 'kept_for', keep(session, messages, expires, now))
redis.call('ZADD', expiry, score(expires), id)
count(sizes, id, #state - formerBytes)
if owner ~= '' then
    redis.call('HSET', owners, id, owner)
else
    redis.call('HDEL', owners, id)
end
return { 1, stored and 1 or 0, formerOwner }
