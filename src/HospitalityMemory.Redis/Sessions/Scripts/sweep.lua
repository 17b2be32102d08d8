-- Frees sessions that have expired. The sorted set knows when a session was to expire at first; one that was used since gets
-- its place anew, so that using it need not touch the set.
-- KEYS expiry, sizes, owners, then for each id session and messages
-- ARGV now, id, ...
-- -> { sessions removed, sessions that Redis had freed itself, sessions postponed, { id, owner, ... } of those that are gone }
local expiry, sizes, owners, now = KEYS[1], KEYS[2], KEYS[3], ARGV[1]

local removed, vanished, postponed, gone = 0, 0, 0, {}
for i = 2, #ARGV do
    local id, session, messages = ARGV[i], KEYS[2 * i], KEYS[2 * i + 1]
    local expires = redis.call('HGET', session, 'expires_at')
    if isLive(expires, now) then
        -- ZREM first: it needs no memory, and Redis lets a script that has written go on, so that a full Redis can be swept.
        redis.call('ZREM', expiry, id)
        redis.call('ZADD', expiry, score(expires), id)
        if score(expires) ~= score(now) then
            postponed = postponed + 1
        end
    else
        if expires then
            removed = removed + 1
        elseif redis.call('ZSCORE', expiry, id) then
            vanished = vanished + 1
        end
        local owner = redis.call('HGET', owners, id)
        if owner then
            gone[#gone + 1] = id
            gone[#gone + 1] = owner
        end
        redis.call('DEL', session, messages)
        forget(expiry, sizes, owners, id)
    end
end
return { removed, vanished, postponed, gone }
