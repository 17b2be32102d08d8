-- Claims the messages that wait for a summary, unless another claim is in force.
-- ARGV id, now, token, until
-- -> nil, or { expires, updated, whether it is incomplete (1 or 0), state (JSON), items that wait }
local now, token = ARGV[2], ARGV[3]
local s = load(now)
if not s or s.waiting == 0 then
    return false
end
local claim = redis.call('HMGET', session, 'lease_token', 'lease_until')
if claim[1] and claim[1] ~= token and isLive(claim[2], now) then
    return false
end

local items = redis.call('LRANGE', waiting, 0, -1)
local isIncomplete = s.isIncomplete or isLossy(s, redis.call('LLEN', messages))
if #items == 0 then
    return false
end
redis.call('HSET', session, 'lease_token', token, 'lease_until', ARGV[4], 'lease_count', #items)
if isIncomplete and not s.isIncomplete then
    s.isIncomplete = true
    redis.call('HSET', session, 'sums', sumsOf(s))
end
local updated, state = unpack(redis.call('HMGET', session, 'updated_at', 'state'))
return { s.expires, updated, isIncomplete and 1 or 0, state, items }
