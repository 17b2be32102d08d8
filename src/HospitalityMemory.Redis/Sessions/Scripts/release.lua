-- Ends a claim on the messages that wait, where it is in force still.
-- ARGV token
if redis.call('HGET', session, 'lease_token') == ARGV[1] then
    redis.call('HDEL', session, 'lease_token', 'lease_until', 'lease_count')
end
return 1
