-- Names the sessions of a shard that its books have as a guest's, whatever became of them.
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
