-- Replaces a session's state if it has the version before, the same creation time and no other guest, and extends the lifetime.
-- ARGV id, now, lifetime, sliding, maximum, most messages, most weight ('' for any), most bytes,
--      whether trimmed messages are kept for a summary (1 or 0), created, updated, version before, version, state (JSON),
--      guest ('' for none), stamp (a new one for every write of a state),
--      and, absent if all are '': own lifetime, own maximum, token of the claim on waiting messages that are taken, the last of them,
--      owner that the guest's index has, the latest expiry for which the index is kept long enough,
--      the guest from whom the session may be taken
-- -> { 0 } not found, { 2 } conflict, { 3, bytes, { numbers of spared messages } } too large, { 5 } the session gets its guest and the
--    index must be written first, or { 1, whether it is incomplete (1 or 0), how many wait, expires, updated, note or '', how many
--    messages were trimmed, how many waiting ones were lost, the owner from whom it was taken or '' }.
--    The answer may end after the number of waiting messages: then the expiry is the sliding one, the session was updated at the given time,
--    and the rest is 0 or ''.
local id, now, state, guest = ARGV[1], ARGV[2], ARGV[14], ARGV[15]

-- The usual change is tried first. It makes no functions that it can do without: the guest is the same, no waiting messages are taken,
-- everything fits, and the lifetime slides within what the keys are kept for. Times of 18 characters compare as text.
local function replaceUsual()
    local call, argv, session, sliding, updated = redis.call, ARGV, KEYS[1], ARGV[4], ARGV[11]
    local f = call('HMGET', session, 'expires_at', 'kept_for', 'lifetime', 'own_lifetime', 'own_maximum', 'created_at', 'version', 'sums')
    local expires, keptFor, created = f[1], f[2], f[6]
    local head, count, bytes, middle, weight, awaiting, incomplete, former, tail, spared = string.match(f[8] or '',
        '^(%d+ (%d+)) (%d+) ((%d+) %d+ %-?%d+ (%d+) %d+ (%d)) (%d+) ((%d+) %d+ %d+)$')
    if not head or f[3] ~= argv[3] or f[4] or f[5] or not expires or not keptFor or #now ~= 18 or #sliding ~= 18
        or #expires ~= 18 or #keptFor ~= 18 or now >= expires or expires > sliding or sliding > keptFor
        or created ~= argv[10] or f[7] ~= argv[12] or #updated ~= 18 or #created ~= 18 or updated < created then
        return nil
    end

    local grown = #state - former
    bytes = bytes + grown
    if tonumber(count) > tonumber(argv[6]) or tonumber(weight) > (tonumber(argv[7]) or math.huge) or bytes > tonumber(argv[8])
        or #state + spared > argv[8] - math.floor(argv[8] / 8)
        or call('LLEN', KEYS[2]) ~= tonumber(count)
        or awaiting ~= '0' and call('LLEN', KEYS[3]) ~= tonumber(awaiting)
        or string.match(call('HGET', KEYS[7], id) or '', '^%S* ?(.*)$') ~= guest then
        return nil
    end

    call('HSET', session, 'version', argv[13], 'state_stamp', argv[16], 'state', state, 'expires_at', sliding, 'updated_at', updated,
        'sums', string.format('%s %d %s %d %s', head, bytes, middle, #state, tail))
    if grown ~= 0 then
        redis.pcall('HINCRBY', KEYS[6], id, grown)
        redis.pcall('HINCRBY', KEYS[6], '', grown)
    end
    return { 1, incomplete, tonumber(awaiting) }
end

local answer = #ARGV == 16 and ARGV[5] == '' and replaceUsual()
if answer then
    return answer
end
local ownLifetime, ownMaximum, token, through, owner, indexedFor, takenFrom =
    ARGV[17] or '', ARGV[18] or '', ARGV[19] or '', ARGV[20], ARGV[21] or '', ARGV[22], ARGV[23] or ''

-- sums.lua is put here.
-- trimming.lua is put here.
-- common.lua is put here.
-- history.lua is put here.

local s = load(now)
if not s then
    return { 0 }
end
if s.created ~= ARGV[10] or redis.call('HGET', session, 'version') ~= ARGV[12] then
    return { 2 }
end

-- An owner is a stamp without spaces, a space, and the guest.
local formerOwner = redis.call('HGET', owners, id) or ''
local formerGuest = string.match(formerOwner, '^%S* ?(.*)$')
if formerGuest ~= '' and formerGuest ~= guest and formerGuest ~= takenFrom then
    return { 2 }
end
local claim = redis.call('HMGET', session, 'lease_token', 'lease_until', 'lease_count')
if token ~= '' and (claim[1] ~= token or not isLive(claim[2], now)) then
    return { 2 }
end

local before, h = s.bytes, open(s, false)
local grows = #state > s.state
s.bytes, s.state = s.bytes + #state - s.state, #state
local gone, bytes, spared = fit(s, h, false, grows, {
    messages = tonumber(ARGV[6]), weight = tonumber(ARGV[7]) or math.huge, bytes = tonumber(ARGV[8]),
})
if not gone then
    return { 3, bytes, spared }
end

local isAdopted = formerGuest ~= guest
if isAdopted and owner == '' then
    return { 5 }
end

-- The first write takes memory: a full Redis refuses the whole step here.
redis.call('HSET', session, 'version', ARGV[13], 'state_stamp', ARGV[16], 'state', state)

-- The messages that were there when the claim was made stand first.
if token ~= '' then
    local rest = {}
    for i, item in ipairs(redis.call('LRANGE', waiting, 0, -1)) do
        if i <= tonumber(claim[3] or 0) and factsOf(item).sequence <= tonumber(through) then
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
for name, value in pairs({ own_lifetime = ownLifetime, own_maximum = ownMaximum }) do
    if value == '' then
        redis.call('HDEL', session, name)
    else
        redis.call('HSET', session, name, value)
    end
end
s.ownLifetime, s.ownMaximum = ownLifetime ~= '' and ownLifetime, ownMaximum ~= '' and ownMaximum
local updated = isAtOrBefore(ARGV[11], s.created) and s.created or ARGV[11]
local set = sums(s, h, updated)
if isAdopted then
    redis.call('HSET', owners, id, owner)
    set[#set + 1] = 'indexed_for'
    set[#set + 1] = indexedFor
    s.indexedFor = indexedFor
end
local expires, lifetime = extend(s, now, ARGV[3], ARGV[4], ARGV[5])
local note = save(s, id, now, expires, lifetime, isAnew(s, h), set)
return {
    1, s.isIncomplete and 1 or 0, s.waiting, expires, updated, note, trimmed, lost, isAdopted and formerOwner or '',
}
