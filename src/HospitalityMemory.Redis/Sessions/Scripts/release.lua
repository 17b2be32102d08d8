-- Ends a claim on the waiting messages, if it still holds.
-- ARGV token
if redis.call('HGET', session, 'lease_token') == ARGV[1] then
    redis.call('HDEL', session, 'lease_token', 'lease_until', 'lease_count')
end
return 1
