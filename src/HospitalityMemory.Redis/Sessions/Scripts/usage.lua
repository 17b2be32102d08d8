-- Says what a shard holds, and which of its sessions may have expired.
-- KEYS expiry, sizes
-- ARGV now, how many ids to name at most
-- -> { sessions, bytes, id, ... }
local expiry, sizes = KEYS[1], KEYS[2]

local sessions = redis.call('ZCARD', expiry)
local bytes = tonumber(redis.call('HGET', sizes, '') or '0')
local ids = sessions > 0 and redis.call('ZRANGEBYSCORE', expiry, '-inf', score(ARGV[1]), 'LIMIT', 0, ARGV[2]) or {}
return { sessions, bytes, ids }
