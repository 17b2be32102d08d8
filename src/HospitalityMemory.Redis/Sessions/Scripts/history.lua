-- This part is put after trimming.lua and common.lua, in scripts that write messages or search for one.

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

-- Reads the facts of the first messages, up to the index `far`. The added ones follow the stored ones.
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
    s.count, s.weight, s.spared, s.orphans, s.turn = 0, 0, 0, 0, -1
    s.state = redis.call('HSTRLEN', session, 'state')
    s.bytes = s.state
    for _, fact in ipairs(h.facts) do
        add(s, fact)
    end
end

-- Opens a session's list. It is read whole if isWanted says so, or if it is not as long as was counted; then it is counted anew.
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

-- Decides which messages go. The sums include the added ones already.
-- -> a table with the indexes that go as its keys; or nil, the size that is too large, and the numbers of the spared messages
local function fit(s, h, bringsSpared, bringsState, most)
    local gone, bytes
    if bringsSpared and s.spared > math.floor(most.bytes / 2)
        or (bringsSpared or bringsState) and s.state + s.spared > most.bytes - math.floor(most.bytes / 8) then
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

-- One call takes only some thousand arguments.
local function push(list, items)
    for i = 1, #items, 1000 do
        redis.call('RPUSH', list, unpack(items, i, math.min(i + 999, #items)))
    end
end

-- Keeps trimmed messages for a summary. If there is no room for all, the oldest are lost.
-- -> how many were lost
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
        -- The messages of which a summary is being made stand first, and so they are lost first.
        local leased = tonumber(redis.call('HGET', session, 'lease_count') or 0)
        if leased > 0 then
            redis.call('HSET', session, 'lease_count', math.max(leased - lost, 0))
        end
    end
    return lost
end

-- Carries out what was decided: the list then holds the stored and the added messages that stay.
-- -> how many were trimmed, and how many waiting ones were lost for them
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
    -- Messages further on are marked by an empty text, which no item is, and then removed together.
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
    -- If others than the oldest have gone, a caller cannot derive the new list from the old one and its length.
    h.isRewritten = h.isRewritten or #dropped > front

    local items = {}
    for i, index in ipairs(dropped) do
        items[i] = h.facts[index].item
        remove(s, h.facts[index])
    end
    return #dropped, keeps and #items > 0 and await(s, items) or 0
end

-- The fields to write: the update, the sums, and a new stamp if the list was rewritten.
local function sums(s, h, now)
    local set = {
        'updated_at', isAtOrBefore(now, s.created) and s.created or now, 'sums', sumsOf(s),
    }
    if h.isRewritten then
        set[#set + 1] = 'list_stamp'
        set[#set + 1] = redis.sha1hex(s.listStamp .. ' ' .. now .. ' ' .. s.sequence .. ' ' .. s.edits .. ' ' .. s.bytes)
    end
    return set
end

-- Whether this step makes a list of the session that was not there.
local function isAnew(s, h)
    return h.stored == 0 or (h.kept == 0 and s.waiting > 0)
end

-- The index, from 1, of the first message after a number.
local function indexAfter(sequence, stored)
    local last = stored > 0 and factsOf(redis.call('LINDEX', messages, -1)).sequence or 0
    if last <= sequence then
        return stored + 1
    end
    -- Numbers ascend. If none is missing before the last one, the first index that is tried is the right one.
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

-- The facts of a stored message; nil if it is gone.
local function find(sequence, stored)
    local item = redis.call('LINDEX', messages, indexAfter(sequence - 1, stored) - 1)
    local fact = item and factsOf(item)
    return fact and fact.sequence == sequence and fact or nil
end
