-- Replaces or removes one message, and extends the lifetime.
-- ARGV id, now, lifetime, sliding, maximum, most messages, most weight ('' for any), most bytes,
--      whether trimmed messages are kept for a summary (1 or 0), number, edits when it was read,
--      weight, flags and JSON with blanks between them ('' to remove it)
-- -> { 0 } not found, { 2 } conflict, { 4 } no such message, { 3, bytes, { numbers of spared messages } } too large, or
--    { 1, how many were trimmed, how many wait, how many waiting ones were lost, note or '', whether the message is still there (1 or 0) }
-- sums.lua is put here.
-- trimming.lua is put here.
-- common.lua is put here.
-- history.lua is put here.
local id, now, sequence, rest = ARGV[1], ARGV[2], tonumber(ARGV[10]), ARGV[12]

local s = load(now)
if not s then
    return { 0 }
end
if s.edits ~= tonumber(ARGV[11]) then
    return { 2 }
end

local before, h = s.bytes, open(s, true)
local index
for i, fact in ipairs(h.facts) do
    index = fact.sequence == sequence and i or index
end
if not index then
    return { 4 }
end

-- A removed message is left out of the facts while the others are decided. The list itself is changed only after that.
local former = h.facts[index]
local edited = rest ~= '' and factsOf(sequence .. ' ' .. former.group .. ' ' .. rest)
if edited then
    edited.isChanged = true
    h.facts[index] = edited
else
    table.remove(h.facts, index)
    h.stored = h.stored - 1
end
recount(s, h)
local gone, bytes, spared = fit(s, h, edited and edited.isSpared, false, {
    messages = tonumber(ARGV[6]), weight = tonumber(ARGV[7]) or math.huge, bytes = tonumber(ARGV[8]),
})
if not gone then
    return { 3, bytes, spared }
end

if not edited then
    redis.call('LSET', messages, index - 1, '')
    redis.call('LREM', messages, 1, '')
end
s.edits, h.isRewritten = s.edits + 1, true
local isThere = edited and not gone[index]
local trimmed, lost = apply(s, h, gone, ARGV[9] == '1')
count(id, s.bytes - before)
local expires, lifetime = extend(s, now, ARGV[3], ARGV[4], ARGV[5])
return { 1, trimmed, s.waiting, lost, save(s, id, now, expires, lifetime, isAnew(s, h), sums(s, h, now)), isThere and 1 or 0 }
