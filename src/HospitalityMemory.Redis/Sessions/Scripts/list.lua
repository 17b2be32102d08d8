-- Names sessions of a shard in the order of the digits that stand for their ids. A client may be told the digits.
-- KEYS expiry
-- ARGV the digits after which they stand ('' for the beginning), how many at most
-- -> { digits, id, ... }
local after, most, found, ids, named = ARGV[1], tonumber(ARGV[2]), {}, {}, {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
    local digits = string.sub(redis.sha1hex(KEYS[1] .. id), 1, 15)
    if digits > after then
        found[#found + 1], ids[digits] = digits, id
    end
end
table.sort(found)
for i = 1, math.min(most, #found) do
    named[#named + 1], named[#named + 2] = found[i], ids[found[i]]
end
return named
