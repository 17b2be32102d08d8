-- Appends messages: numbers those whose ids are not known yet, trims the list, and extends the lifetime.
-- ARGV id, now, lifetime, sliding, maximum, most messages, most weight ('' for any), most bytes,
--      whether trimmed messages are kept for a summary (1 or 0), groups that become one (from into from into ...),
--      then for each message: group (its number; a negative one stands for the group of a message of this append: -1 minus its index),
--      16 bytes of a hash of its id or '', and weight, flags and JSON, with blanks between them
-- -> { 0 } not found, { 3, bytes, { numbers of spared messages } } too large, or
--    { 1, first number, how many were trimmed, how many wait, how many waiting ones were lost, note or '',
--      numbers of all messages (absent if all of them are new) }; the answer may end before values that are all 0 or ''
local id, now, firstAdded = ARGV[1], ARGV[2], 11

-- The usual append is tried first. It makes no functions and tables that it can do without. It handles one message that is not spared
-- and has a group, in a session that has messages, with a lifetime that slides within what the keys are kept for. Whole groups at the
-- front of the list may go. Times of 18 characters compare as text. Everything is checked before the first write, except for the length
-- of the list, which that write returns: if it is not the length that was counted, the write is taken back.
local function appendUsual()
    local call, argv, session, messages = redis.call, ARGV, KEYS[1], KEYS[2]
    local sliding, idHash, rest = argv[4], argv[firstAdded + 1], argv[firstAdded + 2]
    local f = call('HMGET', session, 'expires_at', 'kept_for', 'lifetime', 'own_maximum', 'sums')
    local expires, keptFor = f[1], f[2]
    local sequence, former, bytes, weight, span, turn, others, awaiting, awaitingBytes, orphans = string.match(f[5] or '',
        '^(%d+) (%d+) (%d+) (%d+) (%d+) (%-?%d+) ((%d+) (%d+) %d %d+ %d+ (%d+) %d+)$')
    local group, addedWeight, flags = argv[firstAdded], string.match(rest, '^(%d+) ([t-]) ')
    if not sequence or former == '0' or not flags or group == '0' or f[3] ~= argv[3] or f[4] or not expires or not keptFor
        or #now ~= 18 or #sliding ~= 18 or #expires ~= 18 or #keptFor ~= 18
        or now >= expires or expires > sliding or sliding > keptFor then
        return nil
    end
    local remembered = idHash ~= '' and call('ZCARD', KEYS[4])
    if remembered and (remembered == 0 or call('ZSCORE', KEYS[4], idHash)) then
        return nil
    end

    sequence, span = sequence + 1, tonumber(span)
    group = group == '-1' and sequence or tonumber(group)
    span = math.max(span, sequence - group)
    turn = flags == 't' and group or tonumber(turn)
    local item = string.format('%d %d ', sequence, group) .. rest
    local count, before, front, oldest = former + 1, tonumber(bytes), 0, nil
    bytes, weight = before + #item, weight + addedWeight
    local mostMessages, mostWeight, mostBytes = tonumber(argv[6]), tonumber(argv[7]) or math.huge, tonumber(argv[8])
    local isOver = count > mostMessages or weight > mostWeight or bytes > mostBytes
    if isOver then
        -- The groups that are looked at here must stand one after the other.
        if orphans ~= '0' or span > 16 then
            return nil
        end
        local last, i = 0, 0
        oldest = {}
        while true do
            -- A text as argument saves Redis the slow conversion of a number.
            local one = call('LINDEX', messages, i == 0 and '0' or i == 1 and '1' or i)
            local number, of, itsWeight, itsFlags = string.match(one or '', '^(%d+) (%d+) (%d+) ([t-]) ')
            if not number then
                return nil
            end
            if number == of then
                if not isOver and itsFlags == 't' then
                    break
                end
                last = tonumber(of)
                if last == group or last == turn then
                    return nil
                end
            elseif tonumber(of) ~= last then
                return nil
            end
            i = i + 1
            oldest[i] = one
            count, bytes, weight = count - 1, bytes - #one, weight - itsWeight
            isOver = count > mostMessages or weight > mostWeight or bytes > mostBytes
        end
        front = i
        -- No later message may belong to these groups or to an older one.
        local number = 0
        while span > 0 and number < last + span do
            local one, of = call('LINDEX', messages, i), nil
            number, of = string.match(one or '', '^(%d+) (%d+) ')
            number, i = tonumber(number), i + 1
            if not number or tonumber(of) <= last then
                return nil
            end
        end
        if argv[9] == '1' then
            local others1
            awaiting, others1 = awaiting + front, string.match(others, '^%d+ %d+ (.*)$')
            for at = 1, front do
                awaitingBytes = awaitingBytes + #oldest[at]
            end
            if awaiting == front or awaiting > MOST_WAITING or awaitingBytes > MOST_WAITING_BYTES
                or call('LLEN', KEYS[3]) ~= awaiting - front then
                return nil
            end
            others = string.format('%d %d ', awaiting, awaitingBytes) .. others1
        end
    end

    if call('RPUSH', messages, item) ~= former + 1 then
        call('RPOP', messages)
        return nil
    end
    if front > 0 then
        call('LTRIM', messages, front == 1 and '1' or front, '-1')
        if argv[9] == '1' then
            call('RPUSH', KEYS[3], unpack(oldest))
        end
    end
    call('HSET', session, 'expires_at', sliding, 'updated_at', now,
        'sums', string.format('%d %d %d %d %d %d ', sequence, count, bytes, weight, span, turn) .. others)
    if bytes ~= before then
        redis.pcall('HINCRBY', KEYS[6], id, bytes - before)
        redis.pcall('HINCRBY', KEYS[6], '', bytes - before)
    end
    if remembered then
        call('ZADD', KEYS[4], sequence, idHash)
        if remembered >= REMEMBERED_IDS then
            call('ZREMRANGEBYRANK', KEYS[4], 0, remembered - REMEMBERED_IDS)
        end
    end
    return { 1, sequence, front, tonumber(awaiting) }
end

local answer = #ARGV == firstAdded + 2 and ARGV[5] == '' and ARGV[10] == '' and appendUsual()
if answer then
    return answer
end

-- sums.lua is put here.
-- trimming.lua is put here.
-- common.lua is put here.
-- history.lua is put here.

local s = load(now)
if not s then
    return { 0 }
end
local before, h = s.bytes, open(s, ARGV[10] ~= '')

-- Merges the groups that become one.
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

-- An id is known if it is among the last ids that are remembered. The ids of this append count too, in their order.
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
local gone, bytes, spared = fit(s, h, bringsSpared, false, most)
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
