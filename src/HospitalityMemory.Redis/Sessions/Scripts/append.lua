-- Appends messages: numbers those that are not known by their ids, trims, and extends the lifetime.
-- ARGV id, now, lifetime, sliding, maximum, most messages, most weight ('' for any), most bytes, whether what goes is kept (1 or 0),
--      groups that become one (from into from into ...),
--      then for each message: group (its number; below 0 that of a message of this append: -1 less its index from 0),
--      16 bytes of a hash of its id or '', and weight, flags and JSON, with blanks between them
-- -> { 0 } not found, { 3, bytes, { numbers of spared messages } } too large, or
--    { 1, first number, how many went, how many wait, how many of those were lost, note or '',
--      numbers of all (absent where all of them are new) }
local id, now, firstAdded = ARGV[1], ARGV[2], 11

-- trimming.lua is put here.

-- The usual append comes before common.lua and history.lua, whose functions Lua makes anew for every call: one message that is
-- not spared and has a group, in a session that has some, where the oldest few decide what goes, and a lifetime that slides within
-- what the keys are kept for. Times of this length compare as text. Nothing is written before all of that is known.
local function appendUsual()
    local session, messages, waiting, ids, sizes, sliding = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[6], ARGV[4]
    local f = redis.call('HMGET', session, 'expires_at', 'kept_for', 'lifetime', 'own_maximum', 'sequence', 'count', 'bytes',
        'weight', 'span', 'waiting', 'turn', 'orphans', 'waiting_bytes')
    local expires, keptFor, stored = f[1], f[2], tonumber(f[6] or 0)
    if f[3] ~= ARGV[3] or f[4] or stored < 3 or #now ~= 18 or #sliding ~= 18 or #expires ~= 18 or #keptFor ~= 18
        or now >= expires or expires > sliding or sliding > keptFor then
        return nil
    end

    local sequence, group, idHash = f[5] + 1, tonumber(ARGV[firstAdded]), ARGV[firstAdded + 1]
    group = group == -1 and sequence or group
    local weight, flags = string.match(ARGV[firstAdded + 2], '^(%d+) (%S+) ')
    local item = sequence .. ' ' .. group .. ' ' .. ARGV[firstAdded + 2]
    local remembered = idHash ~= '' and redis.call('ZCARD', ids)
    if group <= 0 or flags == 's' or flags == 'st' or redis.call('LLEN', messages) ~= stored
        or remembered and (remembered == 0 or redis.call('ZSCORE', ids, idHash)) then
        return nil
    end

    local s = {
        count = stored + 1, bytes = f[7] + #item, weight = f[8] + weight, span = math.max(tonumber(f[9]), sequence - group),
        turn = flags == 't' and group or tonumber(f[11]),
    }
    local most = { messages = tonumber(ARGV[6]), weight = tonumber(ARGV[7]) or math.huge, bytes = tonumber(ARGV[8]) }
    local front, oldest, awaiting, awaitingBytes = 0, nil, tonumber(f[10]), tonumber(f[13])
    if s.count > most.messages or s.weight > most.weight or s.bytes > most.bytes then
        oldest = redis.call('LRANGE', messages, 0, 2)
        local facts = {}
        for i = 1, 3 do
            facts[i] = factsOf(oldest[i])
        end
        local gone = f[12] == '0' and choose(s, { facts = facts, isWhole = false }, most, group)
        while gone and gone[front + 1] do
            front = front + 1
            gone[front] = nil
            s.count, s.weight, s.bytes = s.count - 1, s.weight - facts[front].weight, s.bytes - facts[front].bytes
            awaitingBytes = awaitingBytes + facts[front].bytes
        end
        if not gone or next(gone)
            or ARGV[9] == '1' and (awaiting == 0 or awaiting + front > MOST_WAITING or awaitingBytes > MOST_WAITING_BYTES or redis.call('LLEN', waiting) ~= awaiting) then
            return nil
        end
    end

    redis.call('RPUSH', messages, item)
    local set = {
        'expires_at', sliding, 'updated_at', now, 'sequence', sequence, 'count', s.count, 'bytes', s.bytes, 'weight', s.weight,
        'span', s.span, 'turn', s.turn or '',
    }
    if front > 0 then
        redis.call('LTRIM', messages, front, -1)
        if ARGV[9] == '1' then
            redis.call('RPUSH', waiting, unpack(oldest, 1, front))
            awaiting = awaiting + front
            set[17], set[18], set[19], set[20] = 'waiting', awaiting, 'waiting_bytes', awaitingBytes
        end
    end
    redis.call('HSET', session, unpack(set))
    if s.bytes ~= tonumber(f[7]) then
        redis.call('HINCRBY', sizes, id, s.bytes - f[7])
        redis.call('HINCRBY', sizes, '', s.bytes - f[7])
    end
    if remembered then
        redis.call('ZADD', ids, sequence, idHash)
        if remembered >= REMEMBERED_IDS then
            redis.call('ZREMRANGEBYRANK', ids, 0, remembered - REMEMBERED_IDS)
        end
    end
    return { 1, sequence, front, awaiting, 0, '' }
end

local answer = #ARGV == firstAdded + 2 and ARGV[5] == '' and ARGV[10] == '' and appendUsual()
if answer then
    return answer
end

-- common.lua is put here.
-- history.lua is put here.

local s = load(now)
if not s then
    return { 0 }
end
local before, h = s.bytes, open(s, ARGV[10] ~= '')

-- Groups that become one.
local merged = {}
for from, into in string.gmatch(ARGV[10], '(%d+) (%d+)') do
    from, into = tonumber(from), tonumber(into)
    merged[from] = into
    for _, fact in ipairs(h.facts) do
        if fact.group == from then
            fact.group, fact.isChanged = into, true
            fact.item = fact.sequence .. ' ' .. into .. string.match(fact.item, '^%d+ %d+(.*)$')
            fact.bytes = #fact.item
        end
    end
end
if next(merged) then
    recount(s, h)
end

-- An id is known if it is among the last that are remembered, those of this append included, in their order.
local remembered, fresh, places = redis.call('ZCARD', ids), {}, {}
local function numberOf(hash)
    local place = places[hash]
    if place then
        return #fresh - place < REMEMBERED_IDS and fresh[place].sequence or nil
    end
    local rank = remembered > 0 and redis.call('ZRANK', ids, hash)
    if rank and rank >= remembered + #fresh - REMEMBERED_IDS then
        return tonumber(redis.call('ZSCORE', ids, hash))
    end
end

local numbers, groups, bringsSpared, isKnown = {}, {}, false, false
for i = firstAdded, #ARGV, 3 do
    local index, group, hash, rest = #numbers + 1, tonumber(ARGV[i]), ARGV[i + 1], ARGV[i + 2]
    local known = hash ~= '' and numberOf(hash)
    if known then
        numbers[index], isKnown = known, true
        local fact = find(known, h.stored)
        for _, added in ipairs(h.added) do
            fact = added.sequence == known and added or fact
        end
        groups[index] = fact and (merged[fact.group] or fact.group) or 0
    else
        s.sequence = s.sequence + 1
        numbers[index] = s.sequence
        if group == -index then
            group = s.sequence
        elseif group < 0 then
            group = groups[-group]
        end
        groups[index] = merged[group] or group
        local fact = factsOf(s.sequence .. ' ' .. groups[index] .. ' ' .. rest)
        h.added[#h.added + 1] = fact
        add(s, fact)
        bringsSpared = bringsSpared or fact.isSpared
        if hash ~= '' then
            fresh[#fresh + 1] = { hash = hash, sequence = s.sequence }
            places[hash] = #fresh
        end
    end
end

local most = { messages = tonumber(ARGV[6]), weight = tonumber(ARGV[7]) or math.huge, bytes = tonumber(ARGV[8]) }
local gone, bytes, spared = fit(s, h, bringsSpared, most)
if not gone then
    return { 3, bytes, spared }
end

local trimmed, lost = apply(s, h, gone, ARGV[9] == '1')
for _, entry in ipairs(fresh) do
    redis.call('ZADD', ids, entry.sequence, entry.hash)
end
if remembered + #fresh > REMEMBERED_IDS then
    redis.call('ZREMRANGEBYRANK', ids, 0, -1 - REMEMBERED_IDS)
end
count(id, s.bytes - before)
local expires, lifetime = extend(s, now, ARGV[3], ARGV[4], ARGV[5])
local note = save(s, id, now, expires, lifetime, isAnew(s, h) or (remembered == 0 and #fresh > 0), sums(s, h, now))
return { 1, numbers[1], trimmed, s.waiting, lost, note, isKnown and numbers or nil }
