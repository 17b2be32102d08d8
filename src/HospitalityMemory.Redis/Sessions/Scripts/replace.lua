-- Replaces a session's state if it has the version before and the same creation time, and extends the lifetime.
-- KEYS session, messages, sizes, owners
-- ARGV id, now, sliding, maximum, created, updated, version before, version, state (JSON), most bytes,
--      guest ('' for none), stamp (another one in every write of a state),
--      owner that the guest's index has ('' where it was not written),
--      and of what is known: incarnation, number of the last message, its SHA-1 (absent where nothing is known)
-- -> { 0 } not found, { 2 } conflict, { 3, bytes } too large, { 5 } the guest changes and the index must be written first, or
--    { 1, expires, the former owner where the guest changed, else '', incarnation, how many messages there are, messages (JSON) };
--    of messages what `news` says
local session, messages, sizes, owners = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local id, now, state, guest, owner = ARGV[1], ARGV[2], ARGV[9], ARGV[11], ARGV[13]

local fields = redis.call('HMGET', session, 'expires_at', 'created_at', 'version', 'bytes', 'kept_for', 'incarnation', 'sequence',
    'gap')
local expires = fields[1]
if not isLive(expires, now) then
    return { 0 }
end
if fields[2] ~= ARGV[5] or fields[3] ~= ARGV[7] then
    return { 2 }
end

local growth = #state - redis.call('HSTRLEN', session, 'state')
local bytes = tonumber(fields[4]) + growth
if bytes > tonumber(ARGV[10]) then
    return { 3, bytes }
end

-- An owner is a stamp without spaces, a space, and the guest.
local formerOwner = redis.call('HGET', owners, id) or ''
local isMoved = string.match(formerOwner, '^%S* ?(.*)$') ~= guest
if isMoved and guest ~= '' and owner == '' then
    return { 5 }
end

local kept, latest = news(messages, fields[6], fields[7], fields[8], ARGV[14], ARGV[15], ARGV[16])
local extended = extend(expires, fields[2], ARGV[3], ARGV[4])
redis.call('HSET', session, 'state', state, 'updated_at', ARGV[6], 'version', ARGV[8], 'bytes', bytes, 'expires_at', extended,
    'state_stamp', ARGV[12])
if not isAtOrBefore(extended, fields[5]) then
    redis.call('HSET', session, 'kept_for', keep(session, messages, extended, now))
end
count(sizes, id, growth)
if isMoved then
    if guest ~= '' then
        redis.call('HSET', owners, id, owner)
    else
        redis.call('HDEL', owners, id)
    end
end
return { 1, extended, isMoved and formerOwner or '', fields[6], kept, latest }
