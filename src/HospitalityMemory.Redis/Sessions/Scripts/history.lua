-- Put behind trimming.lua and common.lua where messages are written.

-- Adds a message to the sums.
local function add(s, fact)
    s.count = s.count + 1
    s.bytes = s.bytes + fact.bytes
    s.weight = s.weight + fact.weight
    s.spared = s.spared + (fact.isSpared and fact.bytes or 0)
    s.orphans = s.orphans + (fact.group == 0 and 1 or 0)
    if fact.group > 0 and fact.sequence - fact.group > s.span then
        s.span = fact.sequence - fact.group
    end
    if fact.startsTurn then
        s.turn = fact.group
    end
end

local function remove(s, fact)
    s.count = s.count - 1
    s.bytes = s.bytes - fact.bytes
    s.weight = s.weight - fact.weight
    s.spared = s.spared - (fact.isSpared and fact.bytes or 0)
    s.orphans = s.orphans - (fact.group == 0 and 1 or 0)
end

-- Reads the facts of the first messages; the added ones stand behind those that are stored.
local function look(h, far)
    local seen = #h.facts
    if far > seen and seen < h.stored then
        for _, item in ipairs(redis.call('LRANGE', messages, seen, math.min(far, h.stored) - 1)) do
            h.facts[#h.facts + 1] = factsOf(item)
        end
    end
    if far > h.stored and not h.isWhole then
        for _, fact in ipairs(h.added) do
            h.facts[#h.facts + 1] = fact
        end
        h.isWhole = true
    end
end

-- Counts all messages that are stored.
local function recount(s, h)
    s.count, s.weight, s.spared, s.orphans, s.turn = 0, 0, 0, 0, nil
    s.bytes = redis.call('HSTRLEN', session, 'state')
    for _, fact in ipairs(h.facts) do
        add(s, fact)
    end
end

-- The list of a session. Where it is not what was counted, it is counted anew; isWanted says that all of it is to be read.
local function open(s, isWanted)
    local h = { stored = redis.call('LLEN', messages), facts = {}, added = {}, isWhole = false }
    s.isIncomplete = s.isIncomplete or isLossy(s, h.stored)
    if isWanted or h.stored ~= s.count then
        look(h, h.stored)
        recount(s, h)
    end
    h.kept = redis.call('LLEN', waiting)
    if h.kept ~= s.waiting then
        s.waiting, s.waitingBytes = h.kept, 0
        for _, item in ipairs(redis.call('LRANGE', waiting, 0, -1)) do
            s.waitingBytes = s.waitingBytes + #item
        end
    end
    return h
end

-- Decides what goes; the sums have the added ones already.
-- -> the indexes that go, by index, or nil, the bytes of what may not go, and the numbers of those that are spared
local function fit(s, h, bringsSpared, most)
    local gone, bytes
    if bringsSpared and s.spared > math.floor(most.bytes / 2) then
        bytes = s.bytes
    elseif s.count <= most.messages and s.weight <= most.weight and s.bytes <= most.bytes then
        return {}
    else
        local last = h.added[#h.added] or (h.facts[h.stored]) or (h.stored > 0 and factsOf(redis.call('LINDEX', messages, -1)))
        local far = s.orphans > 0 and math.huge or 4
        repeat
            look(h, far)
            gone, bytes = choose(s, h, most, last and last.group)
            far = far * 4
        until gone ~= false
    end
    if gone then
        return gone
    end

    local spared = {}
    look(h, math.huge)
    for i = 1, h.stored do
        if h.facts[i].isSpared then
            spared[#spared + 1] = h.facts[i].sequence
        end
    end
    return nil, bytes, spared
end

-- Redis takes some thousand arguments at once.
local function push(list, items)
    for i = 1, #items, 1000 do
        redis.call('RPUSH', list, unpack(items, i, math.min(i + 999, #items)))
    end
end

-- Keeps what goes for a summary, as far as there is room.
-- -> how many had to go for others
local function await(s, items)
    push(waiting, items)
    s.waiting = s.waiting + #items
    for _, item in ipairs(items) do
        s.waitingBytes = s.waitingBytes + #item
    end
    local lost = 0
    while s.waiting > MOST_WAITING or s.waitingBytes > MOST_WAITING_BYTES do
        s.waitingBytes = s.waitingBytes - #redis.call('LPOP', waiting)
        s.waiting = s.waiting - 1
        lost = lost + 1
    end
    if lost > 0 then
        s.isIncomplete = true
        -- Those that a summary is being made of stand first.
        local leased = tonumber(redis.call('HGET', session, 'lease_count') or 0)
        if leased > 0 then
            redis.call('HSET', session, 'lease_count', math.max(leased - lost, 0))
        end
    end
    return lost
end

-- Carries out what was decided: the list is what is stored and stays, and what was added and stays.
-- -> how many went, and how many of those that waited had to go for them
local function apply(s, h, gone, keeps)
    local dropped, staying = {}, {}
    for i in pairs(gone) do
        dropped[#dropped + 1] = i
    end
    table.sort(dropped)
    for i, fact in ipairs(h.added) do
        if not gone[h.stored + i] then
            staying[#staying + 1] = fact.item
        end
    end
    push(messages, staying)

    local front, isMarked = 0, false
    while dropped[front + 1] == front + 1 and front < h.stored do
        front = front + 1
    end
    -- Marked by an empty text, which no item is.
    for i = front + 1, #dropped do
        if dropped[i] <= h.stored then
            redis.call('LSET', messages, dropped[i] - 1, '')
            isMarked = true
        end
    end
    for i, fact in ipairs(h.facts) do
        if fact.isChanged and not gone[i] then
            redis.call('LSET', messages, i - 1, fact.item)
        end
    end
    if isMarked then
        redis.call('LREM', messages, 0, '')
    end
    if front > 0 then
        redis.call('LTRIM', messages, front, -1)
    end
    -- Not the oldest: who knows what was there before cannot tell what is there now.
    h.isRewritten = h.isRewritten or #dropped > front

    local items = {}
    for i, index in ipairs(dropped) do
        items[i] = h.facts[index].item
        remove(s, h.facts[index])
    end
    return #dropped, keeps and #items > 0 and await(s, items) or 0
end

-- What there is to write of the sums, and of the rest where it is not as it was.
local function sums(s, h, now)
    local set = {
        'updated_at', isAtOrBefore(now, s.created) and s.created or now, 'sequence', s.sequence, 'count', s.count, 'bytes', s.bytes,
        'weight', s.weight, 'spared', s.spared, 'span', s.span, 'orphans', s.orphans, 'turn', s.turn or '', 'waiting', s.waiting,
        'waiting_bytes', s.waitingBytes,
    }
    if s.isIncomplete then
        set[#set + 1] = 'incomplete'
        set[#set + 1] = '1'
    end
    if h.isRewritten then
        set[#set + 1] = 'list_stamp'
        set[#set + 1] = redis.sha1hex(s.listStamp .. ' ' .. now .. ' ' .. s.sequence .. ' ' .. s.edits .. ' ' .. s.bytes)
    end
    return set
end

-- Whether a list of the session is there that was not.
local function isAnew(s, h)
    return h.stored == 0 or (h.kept == 0 and s.waiting > 0)
end

-- The index, from 1, of the first message behind a number.
local function indexAfter(sequence, stored)
    local last = stored > 0 and factsOf(redis.call('LINDEX', messages, -1)).sequence or 0
    if last <= sequence then
        return stored + 1
    end
    -- Numbers ascend, and where none is missing before the last one it is the first that is tried.
    local low, high = math.max(1, stored - (last - sequence) + 1), stored
    local middle = low
    while low < high do
        if factsOf(redis.call('LINDEX', messages, middle - 1)).sequence > sequence then
            high = middle
        else
            low = middle + 1
        end
        middle = math.floor((low + high) / 2)
    end
    return low
end

-- What is known of a message that is stored; nil where it is gone.
local function find(sequence, stored)
    local item = redis.call('LINDEX', messages, indexAfter(sequence - 1, stored) - 1)
    local fact = item and factsOf(item)
    return fact and fact.sequence == sequence and fact or nil
end
