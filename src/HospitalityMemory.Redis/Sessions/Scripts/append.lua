-- Appends messages: numbers them, lets the oldest groups go, and extends the lifetime. MessageTrimming, restated.
-- KEYS session, messages, sizes
-- ARGV id, now, sliding, maximum, most messages, most bytes, whether dropped messages are wanted (1 or 0),
--      message (a JSON object without its opening brace), ...
-- -> { 0 } not found, { 3, bytes } too large, or { 1, first sequence number, { dropped message (JSON), ... } }, none where not wanted
local session, messages, sizes = KEYS[1], KEYS[2], KEYS[3]
local id, now, sliding, maximum, most, mostBytes = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local isWanted, firstAdded = ARGV[7] == '1', 8

local fields = redis.call('HMGET', session, 'expires_at', 'created_at', 'sequence', 'bytes', 'kept_for', 'special')
local expires, keptFor = fields[1], fields[5]

-- The usual append comes before common.lua, whose functions Lua makes anew for every call: one message to a session that has
-- some, none of them pinned or of a tool call, and a lifetime that slides within what the keys are kept for. Times of this
-- length compare as text. Each message stands alone, and the oldest goes unseen.
if #ARGV == firstAdded and maximum == '' and expires and fields[3] ~= '0' and not fields[6]
    and #now == 18 and #sliding == 18 and #expires == 18 and #keptFor == 18
    and now < expires and expires <= sliding and sliding <= keptFor
    and not string.find(ARGV[firstAdded], '"tool_call_ids":', 1, true) and not string.find(ARGV[firstAdded], '"pinned":', 1, true) then
    local sequence, stored = fields[3] + 1, tonumber(fields[4])
    local last = string.format('%d', sequence)
    local json = '{"sequence":' .. last .. ',' .. ARGV[firstAdded]
    local bytes = stored + #json
    if bytes <= mostBytes then
        local excess, dropped = redis.call('RPUSH', messages, json) - most, {}
        if excess == 1 then
            dropped[1] = redis.call('LPOP', messages)
        elseif excess > 1 then
            dropped = redis.call('LPOP', messages, excess)
        end
        for i = 1, #dropped do
            bytes = bytes - #dropped[i]
        end
        redis.call('HSET', session, 'expires_at', sliding, 'updated_at', now, 'sequence', last, 'bytes', string.format('%d', bytes))
        if bytes ~= stored then
            redis.call('HINCRBY', sizes, id, bytes - stored)
            redis.call('HINCRBY', sizes, '', bytes - stored)
        end
        return { 1, sequence, isWanted and dropped or {} }
    end
end

-- common.lua is put here.

if not isLive(expires, now) then
    return { 0 }
end

-- A name of the schema in a text is escaped there, so that a message without these is no part of a tool call and not pinned.
local function isPlain(json)
    return not string.find(json, '"tool_call_ids":', 1, true) and not string.find(json, '"pinned":', 1, true)
end

local added, sequence, bytes, isSpecial = {}, tonumber(fields[3]), tonumber(fields[4]), fields[6]
for i = firstAdded, #ARGV do
    sequence = sequence + 1
    local json = '{"sequence":' .. string.format('%d', sequence) .. ',' .. ARGV[i]
    added[#added + 1] = json
    bytes = bytes + #json
    isSpecial = isSpecial or not isPlain(json)
end

-- Redis takes some thousand arguments at once.
local function push(list)
    for i = 1, #list, 1000 do
        redis.call('RPUSH', messages, unpack(list, i, math.min(i + 999, #list)))
    end
end

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

local stored = redis.call('LLEN', messages)
local excess = stored + #added - most

-- What goes: indexes from 1, those behind the stored ones being of the added.
local indexes, dropped = {}, {}
local isDecided = excess <= 0
if excess == 1 then
    -- As a rule the oldest message stands alone, and one look is enough; pinned ones are passed over.
    for i = 0, stored - 1 do
        local json = redis.call('LINDEX', messages, i)
        if isPlain(json) then
            indexes, dropped, isDecided = { i + 1 }, { json }, true
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
    local all = redis.call('LRANGE', messages, 0, -1)
    for i = 1, #added do
        all[stored + i] = added[i]
    end
    indexes = selectDropped(all, excess)
    for i = 1, #indexes do
        dropped[i] = all[indexes[i]]
    end
end

for i = 1, #dropped do
    bytes = bytes - #dropped[i]
end
if bytes > mostBytes then
    return { 3, bytes }
end

-- Messages that go the moment they come are never written. The newest always stays, so that something is.
local isGone = {}
for i = 1, #indexes do
    isGone[indexes[i]] = true
end
local staying = {}
for i = 1, #added do
    if not isGone[stored + i] then
        staying[#staying + 1] = added[i]
    end
end
push(staying)
local front = 0
while indexes[front + 1] == front + 1 and front < stored do
    front = front + 1
end
-- Marked by an empty text, which no message is.
local isMarked = false
for i = front + 1, #indexes do
    if indexes[i] <= stored then
        redis.call('LSET', messages, indexes[i] - 1, '')
        isMarked = true
    end
end
if isMarked then
    redis.call('LREM', messages, 0, '')
end
if front > 0 then
    redis.call('LTRIM', messages, front, -1)
end

local extended = extend(expires, fields[2], sliding, maximum)
local last = string.format('%d', sequence)
redis.call('HSET', session, 'expires_at', extended, 'updated_at', now, 'sequence', last,
    'bytes', string.format('%d', bytes))
if stored == 0 or not isAtOrBefore(extended, keptFor) then
    redis.call('HSET', session, 'kept_for', keep(session, messages, extended, now))
end
if isSpecial and not fields[6] then
    redis.call('HSET', session, 'special', '1')
end
if #indexes > front then
    -- Not the oldest: who knows what was there before cannot tell what is there now.
    redis.call('HSET', session, 'gap', last)
end
count(sizes, id, bytes - fields[4])
return { 1, sequence - #added + 1, isWanted and dropped or {} }
