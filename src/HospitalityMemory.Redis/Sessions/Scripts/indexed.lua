-- Notes that the guest's index has a session, where it is that owner's still.
-- ARGV id, owner, until which expiry
if redis.call('HGET', owners, ARGV[1]) == ARGV[2] and redis.call('EXISTS', session) == 1 then
    redis.call('HSET', session, 'indexed_for', ARGV[3])
end
return 1
