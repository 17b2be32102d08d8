-- Removes sessions from a guest's index if the stamp there is still the one that the caller has seen: another stamp belongs to a later
-- session with the same id. If a former stamp is given, it is put back. Without arguments the script removes a key that is no index
-- but was put there by another program.
-- KEYS index
-- ARGV id, stamp, former stamp or '', ...
local kind = redis.call('TYPE', KEYS[1]).ok
if kind ~= 'hash' and kind ~= 'none' then
    if #ARGV == 0 then
        redis.call('DEL', KEYS[1])
    end
    return 0
end
for i = 1, #ARGV, 3 do
    if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then
        if ARGV[i + 2] == '' then
            redis.call('HDEL', KEYS[1], ARGV[i])
        else
            redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 2])
        end
    end
end
return 1
