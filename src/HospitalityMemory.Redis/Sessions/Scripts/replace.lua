-- Replaces a session's state if it has the version before, the same creation time and no other guest, and extends the lifetime.
-- ARGV id, now, lifetime, sliding, maximum, most messages, most weight ('' for any), most bytes, whether what goes is kept (1 or 0),
--      created, updated, version before, version, state (JSON), guest ('' for none), stamp (another one in every write of a state),
--      own lifetime or '', own maximum or '', token of the claim on waiting messages that are taken ('' for none), the last of them,
--      owner that the guest's index has ('' where it was not written), until which expiry it has it
-- -> { 0 } not found, { 2 } conflict, { 3, bytes, { numbers of spared messages } } too large, { 5 } it gets its guest and the index
--    must be written first, or { 1, expires, updated, note or '', whether it is incomplete (1 or 0), how many messages went,
--    how many wait, how many of those were lost }
-- trimming.lua is put here.
-- common.lua is put here.
-- history.lua is put here.
local id, now, state, guest, token, owner = ARGV[1], ARGV[2], ARGV[14], ARGV[15], ARGV[19], ARGV[21]

local s = load(now)
if not s then
    return { 0 }
end
if s.created ~= ARGV[10] or redis.call('HGET', session, 'version') ~= ARGV[12] then
    return { 2 }
end

-- An owner is a stamp without spaces, a space, and the guest.
local formerGuest = string.match(redis.call('HGET', owners, id) or '', '^%S* ?(.*)$')
if formerGuest ~= '' and formerGuest ~= guest then
    return { 2 }
end
local claim = redis.call('HMGET', session, 'lease_token', 'lease_until', 'lease_count')
if token ~= '' and (claim[1] ~= token or not isLive(claim[2], now)) then
    return { 2 }
end

local before, h = s.bytes, open(s, false)
s.bytes = s.bytes + #state - redis.call('HSTRLEN', session, 'state')
local gone, bytes, spared = fit(s, h, false, {
    messages = tonumber(ARGV[6]), weight = tonumber(ARGV[7]) or math.huge, bytes = tonumber(ARGV[8]),
})
if not gone then
    return { 3, bytes, spared }
end

local isAdopted = formerGuest ~= guest
if isAdopted and owner == '' then
    return { 5 }
end

-- The first write takes memory, so that a full Redis refuses the step whole.
redis.call('HSET', session, 'version', ARGV[13], 'state_stamp', ARGV[16], 'state', state)

-- Those that were there when the claim was made stand first.
if token ~= '' then
    local rest = {}
    for i, item in ipairs(redis.call('LRANGE', waiting, 0, -1)) do
        if i <= tonumber(claim[3] or 0) and factsOf(item).sequence <= tonumber(ARGV[20]) then
            s.waiting, s.waitingBytes = s.waiting - 1, s.waitingBytes - #item
        else
            rest[#rest + 1] = item
        end
    end
    redis.call('DEL', waiting)
    push(waiting, rest)
    h.kept = 0
    redis.call('HDEL', session, 'lease_token', 'lease_until', 'lease_count')
end

local trimmed, lost = apply(s, h, gone, ARGV[9] == '1')
count(id, s.bytes - before)
for name, value in pairs({ own_lifetime = ARGV[17], own_maximum = ARGV[18] }) do
    if value == '' then
        redis.call('HDEL', session, name)
    else
        redis.call('HSET', session, name, value)
    end
end
s.ownLifetime, s.ownMaximum = ARGV[17] ~= '' and ARGV[17], ARGV[18] ~= '' and ARGV[18]
local updated = isAtOrBefore(ARGV[11], s.created) and s.created or ARGV[11]
local set = sums(s, h, updated)
if isAdopted then
    redis.call('HSET', owners, id, owner)
    set[#set + 1] = 'indexed_for'
    set[#set + 1] = ARGV[22]
    s.indexedFor = ARGV[22]
end
local expires, lifetime = extend(s, now, ARGV[3], ARGV[4], ARGV[5])
local note = save(s, id, now, expires, lifetime, isAnew(s, h), set)
return {
    1, expires, updated, note, s.isIncomplete and 1 or 0, trimmed, s.waiting, lost,
}
