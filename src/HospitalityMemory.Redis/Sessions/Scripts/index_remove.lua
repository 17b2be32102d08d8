-- Takes sessions out of a guest's index where it has the stamps still that the caller has seen: another stamp is of another,
-- later session of that id. With a former stamp that one is put back.
-- Without any it removes an index that is none, which another program has put there.
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
