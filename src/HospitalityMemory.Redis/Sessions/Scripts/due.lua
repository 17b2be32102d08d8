-- Names sessions of a shard that may have expired, and says what the shard holds.
-- KEYS expiry, sizes
-- ARGV now, how many to pass over, how many to name at most
-- -> { sessions, bytes, id, ... }
local expiry, sizes = KEYS[1], KEYS[2]

local sessions = redis.call('ZCARD', expiry)
local bytes = tonumber(try('HGET', sizes, '') or 0) or 0
local ids = sessions > 0 and redis.call('ZRANGEBYSCORE', expiry, '-inf', score(ARGV[1]), 'LIMIT', ARGV[2], ARGV[3]) or {}
return { sessions, bytes, ids }
