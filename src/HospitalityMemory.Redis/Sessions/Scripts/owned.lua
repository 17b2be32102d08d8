-- Names the sessions that a shard's books have as a guest's, whatever has become of them.
-- KEYS owners
-- ARGV user id
-- -> { id, ... }
local owned, owners = {}, redis.call('HGETALL', KEYS[1])
for i = 1, #owners, 2 do
    -- A stamp, a blank and the user id.
    if string.match(owners[i + 1], '^%S+ (.*)$') == ARGV[1] then
        owned[#owned + 1] = owners[i]
    end
end
return owned
