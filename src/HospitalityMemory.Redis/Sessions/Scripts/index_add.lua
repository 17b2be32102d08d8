-- Notes in a guest's index that a session is, or is about to be, the guest's.
-- KEYS index
-- ARGV id, stamp, milliseconds for which the index is kept at least
-- -> the stamp that was there, or nil
local former = redis.call('HGET', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return former
