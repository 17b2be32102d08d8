-- Appends messages: numbers them, lets the oldest groups go, and extends the lifetime. MessageTrimming, restated.
-- KEYS session, messages, sizes
-- ARGV id, now, sliding, maximum, most messages, most bytes, whether dropped messages are wanted (1 or 0),
--      message (a JSON object without its opening brace), ...
-- -> { 0 } not found, { 3, bytes } too large, or { 1, first sequence number, { dropped message (JSON), ... } }, none where not wanted
local session, messages, sizes = KEYS[1], KEYS[2], KEYS[3]
local id, now, most = ARGV[1], ARGV[2], tonumber(ARGV[5])
local firstAdded = 8

local fields = redis.call('HMGET', session, 'expires_at', 'created_at', 'sequence', 'bytes', 'kept_until', 'count')
local expires = fields[1]
if not isLive(expires, now) then
    return { 0 }
end

local added, addedBytes, sequence = {}, 0, tonumber(fields[3])
for i = firstAdded, #ARGV do
    sequence = sequence + 1
    local json = string.format('{"sequence":%.0f,%s', sequence, ARGV[i])
    added[#added + 1] = json
    addedBytes = addedBytes + #json
end

-- A name of the schema in a text is escaped there, so that a message without these is no part of a tool call and not pinned.
local function isPlain(json)
    return not string.find(json, '"tool_call_ids":', 1, true) and not string.find(json, '"pinned":', 1, true)
end

-- Redis takes some thousand arguments at once.
local function push(list)
    for i = 1, #list, 1000 do
        redis.call('RPUSH', messages, unpack(list, i, math.min(i + 999, #list)))
    end
end

local stored = tonumber(fields[6])
local excess = stored + #added - most

-- What goes: indexes from 1, those behind the stored ones being of the added, and the messages.
local dropped, droppedMessages = {}, {}
local isDecided = excess <= 0
if excess == 1 then
    -- As a rule the oldest message stands alone, and one look is enough; pinned ones are passed over.
    for i = 0, stored - 1 do
        local json = redis.call('LINDEX', messages, i)
        if isPlain(json) then
            dropped, droppedMessages, isDecided = { i + 1 }, { json }, true
            break
        end
        if string.find(json, '"tool_call_ids":', 1, true) then
            break
        end
        local isRead, message = pcall(cjson.decode, json)
        if not isRead or message.pinned ~= true then
            break
        end
    end
end
if not isDecided then
    local function selectDropped(all, excess)
        local size, parent, stays, callers = #all, {}, {}, {}
        local function root(i)
            while parent[i] ~= i do
                i = parent[i]
            end
            return i
        end

        for i = 1, size do
            parent[i] = i
            stays[i] = i == size
            if not isPlain(all[i]) then
                local isRead, message = pcall(cjson.decode, all[i])
                message = isRead and message or {}
                stays[i] = stays[i] or message.pinned == true
                local callIds = type(message.tool_call_ids) == 'table' and message.tool_call_ids or {}
                for _, callId in ipairs(callIds) do
                    if message.role == 'assistant' then
                        callers[callId] = i
                    elseif message.role == 'tool' and callers[callId] then
                        local a, b = root(callers[callId]), root(i)
                        parent[math.max(a, b)] = math.min(a, b)
                    end
                end
            end
        end

        local groups = {}
        for i = 1, size do
            local first = root(i)
            groups[first] = groups[first] or {}
            table.insert(groups[first], i)
            stays[first] = stays[first] or stays[i]
        end

        local dropped = {}
        for i = 1, size do
            if #dropped >= excess then
                break
            end
            if groups[i] and not stays[i] then
                for _, member in ipairs(groups[i]) do
                    table.insert(dropped, member)
                end
            end
        end
        table.sort(dropped)
        return dropped
    end

    local all = redis.call('LRANGE', messages, 0, -1)
    for i = 1, #added do
        all[stored + i] = added[i]
    end
    dropped = selectDropped(all, excess)
    for i = 1, #dropped do
        droppedMessages[i] = all[dropped[i]]
    end
end

local growth = addedBytes
for i = 1, #droppedMessages do
    growth = growth - #droppedMessages[i]
end
local bytes = tonumber(fields[4]) + growth
if bytes > tonumber(ARGV[6]) then
    return { 3, bytes }
end

-- A full Redis refuses the first write, and with it all.
if #dropped == 0 or (#dropped == 1 and dropped[1] <= stored) then
    push(added)
else
    -- Messages that go the moment they come are never written. The newest always stays, so that something is.
    local isGone = {}
    for i = 1, #dropped do
        isGone[dropped[i]] = true
    end
    local kept = {}
    for i = 1, #added do
        if not isGone[stored + i] then
            kept[#kept + 1] = added[i]
        end
    end
    push(kept)
end
local front = 0
while dropped[front + 1] == front + 1 and front < stored do
    front = front + 1
end
-- Marked by an empty text, which no message is.
local isMarked = false
for i = front + 1, #dropped do
    if dropped[i] <= stored then
        redis.call('LSET', messages, dropped[i] - 1, '')
        isMarked = true
    end
end
if isMarked then
    redis.call('LREM', messages, 0, '')
end
if front == 1 then
    redis.call('LPOP', messages)
elseif front > 0 then
    redis.call('LTRIM', messages, front, -1)
end

local extended = extend(expires, fields[2], ARGV[3], ARGV[4])
local last = string.format('%.0f', sequence)
redis.call('HSET', session, 'expires_at', extended, 'updated_at', now, 'sequence', last, 'count', stored + #added - #dropped,
    'bytes', bytes)
if stored == 0 or not isKept(fields[5], extended) then
    redis.call('HSET', session, 'kept_until', keep(session, messages, extended, now))
end
if #dropped > front then
    -- Not the oldest: who knows what was there before cannot tell what is there now.
    redis.call('HSET', session, 'gap', last)
end
count(sizes, id, growth)
return { 1, sequence - #added + 1, ARGV[7] == '1' and droppedMessages or {} }
