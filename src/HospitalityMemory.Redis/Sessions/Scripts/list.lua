-- Names sessions of a shard in the order of their ids.
-- KEYS expiry
-- ARGV the id after which they stand ('' for the beginning), how many at most
-- -> { id, ... }
local after, most, found = ARGV[1], tonumber(ARGV[2]), {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
    if id > after then
        found[#found + 1] = id
    end
end
table.sort(found)
for i = most + 1, #found do
    found[i] = nil
end
return found
