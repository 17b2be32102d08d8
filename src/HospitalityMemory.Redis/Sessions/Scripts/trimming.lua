-- This part is put where messages are trimmed or read. An item of the list has the facts that trimming needs, and the message's JSON:
--   sequence group weight flags {...}
-- Flags are s for a spared message, t for one that starts a turn, - for neither. An item that has another form is the first to go.

local function factsOf(item)
    local sequence, group, weight, flags = string.match(item, '^(%d+) (%d+) (%d+) (%S+) ')
    return {
        sequence = tonumber(sequence or 0), group = tonumber(group or 0), weight = tonumber(weight or 0), bytes = #item,
        isSpared = flags == 's' or flags == 'st', startsTurn = flags == 't' or flags == 'st',
        item = item,
    }
end

-- The rules of MessageTrimming, for a list of which the first messages are read. The number of a group's message is at most `span` above
-- the number of the group. Groups up to a horizon are therefore known whole, and all other groups have higher numbers.
-- -> a table with the indexes that go as its keys; or nil and the bytes of what may not go; or false if more of the list must be read
local function choose(s, h, most, newest)
    local facts = h.facts
    local horizon = h.isWhole and math.huge or (#facts > 0 and facts[#facts].sequence - s.span or 0)
    local stays, members, order, gone = {}, {}, {}, {}
    if newest then
        stays[newest] = true
    end
    if s.turn >= 0 then
        stays[s.turn] = true
    end
    -- members has the index of each group's first message, following the index of the group's next message.
    local groups, isSorted, following, last = 0, true, {}, {}
    for i = 1, #facts do
        local fact = facts[i]
        local group = fact.group
        if fact.isSpared then
            stays[group] = true
        end
        if last[group] then
            following[last[group]] = i
        else
            members[group] = i
            isSorted = isSorted and (groups == 0 or order[groups] < group)
            groups = groups + 1
            order[groups] = group
        end
        last[group] = i
    end
    if not isSorted then
        table.sort(order)
    end

    local left, weight, bytes, lowest = s.count, s.weight, s.bytes, 1
    local function drop(group)
        local i = members[group]
        while i do
            gone[i] = true
            left, weight, bytes = left - 1, weight - facts[i].weight, bytes - facts[i].bytes
            i = following[i]
        end
    end
    while left > most.messages or weight > most.weight or bytes > most.bytes do
        while order[lowest] and stays[order[lowest]] do
            lowest = lowest + 1
        end
        local group = order[lowest]
        if not h.isWhole and (not group or group > horizon) then
            return false
        end
        if not group then
            break
        end
        drop(group)
        lowest = lowest + 1
    end
    if bytes > most.bytes then
        return nil, bytes
    end

    -- Drops further groups up to the first message that is not spared and starts a turn, if there is one.
    local from, turn = 1, 0
    while true do
        while facts[from] and (gone[from] or facts[from].isSpared) do
            from = from + 1
        end
        turn = math.max(turn, from)
        while facts[turn] and (gone[turn] or facts[turn].isSpared or not facts[turn].startsTurn) do
            turn = turn + 1
        end
        if facts[from] and (from == turn or stays[facts[from].group]) then
            return gone
        end
        if not facts[turn] then
            return h.isWhole and gone
        end
        if facts[from].group > horizon then
            return false
        end
        drop(facts[from].group)
    end
end
