-- Reads a session, and extends its lifetime if one is given. What the caller knows already is not sent again.
-- ARGV id, now, lifetime ('' to extend nothing), sliding, maximum,
--      and what the caller knows: list stamp, number of the last message, its SHA-1, state stamp, how many messages
--      (absent if it knows nothing)
-- -> nil, or { expires, updated, whether it is incomplete (1 or 0), note or '', how many messages there are, items,
--      state (JSON), state stamp, list stamp }
--    The items are those after the last known message. The latest of the known messages stand before them and make up the number.
--    If nothing that is known holds, the number is -1 and the items are all of them. The answer ends after the items if the known
--    state still holds, and after the note if everything does.
local session, messages, waiting, now, lifetime, sliding = KEYS[1], KEYS[2], KEYS[3], ARGV[2], ARGV[3], ARGV[4]

local f = redis.call('HMGET', session, 'expires_at', 'updated_at', 'kept_for', 'lifetime', 'own_maximum', 'list_stamp',
    'state_stamp', 'sums')
local expires, keptFor, note, listStamp = f[1], f[3], '', f[6] or ''
local stored = redis.call('LLEN', messages)
local sequence, count, awaiting, incomplete = string.match(f[8] or '', '^(%d+) (%d+) %d+ %d+ %d+ %-?%d+ (%d+) %d+ (%d) ')
if not sequence or stored < tonumber(count) or awaiting ~= '0' and redis.call('LLEN', waiting) < tonumber(awaiting) then
    incomplete = '1'
end

-- Usually the lifetime slides within what the keys are kept for. Then common.lua is not needed, and Lua need not make its functions
-- anew for the call. Times of 18 characters compare as text.
local isDone = expires and #expires == 18 and #now == 18 and now < expires and lifetime == ''
if expires and not isDone and lifetime == f[4] and not f[5] and ARGV[5] == '' and keptFor and #expires == 18 and #now == 18
    and #sliding == 18 and #keptFor == 18 and now < expires and expires <= sliding and sliding <= keptFor then
    isDone = expires == sliding or type(redis.pcall('HSET', session, 'expires_at', sliding)) == 'number'
    expires = isDone and sliding or expires
end
if not isDone then
    -- sums.lua is put here.
    -- common.lua is put here.
    local s = load(now)
    if not s then
        return false
    end
    if lifetime ~= '' then
        expires, note = touch(s, ARGV[1], now, lifetime, sliding, ARGV[5])
    end
end

-- What the caller knows still holds if only the oldest messages have gone since, and if the last known message is still the one with its
-- number: a failover may lose writes, and others then get their numbers.
local kept, items = -1, nil
if listStamp ~= '' and listStamp == ARGV[6] and sequence then
    local added = sequence - ARGV[7]
    if added == 0 then
        local last = redis.call('LINDEX', messages, '-1')
        if last and redis.sha1hex(last) == ARGV[8] then
            kept, items = stored, {}
        end
    elseif added > 0 then
        items = redis.call('LRANGE', messages, -1 - added, '-1')
        if #items == added + 1 and redis.sha1hex(items[1]) == ARGV[8] then
            table.remove(items, 1)
            kept = stored
        end
    end
end
if kept >= 0 and #items == 0 and f[7] == ARGV[9] and stored == tonumber(ARGV[10]) then
    return { expires, f[2], incomplete, note }
end
if kept < 0 then
    items = redis.call('LRANGE', messages, 0, -1)
end
if kept >= 0 and f[7] == ARGV[9] then
    return { expires, f[2], incomplete, note, kept, items }
end
return { expires, f[2], incomplete, note, kept, items, redis.call('HGET', session, 'state'), f[7], listStamp }
