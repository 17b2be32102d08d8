-- Looks at sessions that may have expired, and frees those that have. The sorted set has the expiry at which a session was entered. A use
-- does not touch the set; this script moves a session that was used since to its new place.
-- KEYS expiry, sizes, owners, then for each id session, messages, waiting and ids
-- ARGV now, whether to free them (1 or 0), id, ...
-- -> { how many have expired, their bytes, how many have not and keep their place, { id, owner or '', ... } of the freed }
expiry, sizes, owners = KEYS[1], KEYS[2], KEYS[3]
local now, frees = ARGV[1], ARGV[2] == '1'

local expired, bytes, staying, freed = 0, 0, 0, {}
for i = 3, #ARGV do
    local id, key = ARGV[i], 4 * (i - 2)
    local stored = redis.pcall('HGET', KEYS[key], 'expires_at')
    local isRead, isThere = pcall(isLive, stored, now)
    if isRead and isThere then
        -- ZREM comes first because it needs no memory. Redis lets a script that has written go on, and so a full Redis can be swept.
        if score(stored) ~= score(now) then
            redis.call('ZREM', expiry, id)
            redis.call('ZADD', expiry, score(stored), id)
        else
            staying = staying + 1
        end
    elseif redis.call('ZSCORE', expiry, id) then
        expired = expired + 1
        bytes = bytes + (tonumber(try('HGET', sizes, id) or 0) or 0)
        if frees then
            freed[#freed + 1] = id
            freed[#freed + 1] = try('HGET', owners, id) or ''
            redis.call('DEL', KEYS[key], KEYS[key + 1], KEYS[key + 2], KEYS[key + 3])
            forget(id)
        end
    end
end
return { expired, bytes, staying, freed }
