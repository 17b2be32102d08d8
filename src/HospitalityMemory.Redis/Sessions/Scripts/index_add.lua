-- Notes in a guest's index that a session is, or is about to be, the guest's.
-- KEYS index
-- ARGV id, stamp
-- -> the stamp that was there, or nil
local former = redis.call('HGET', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return former
