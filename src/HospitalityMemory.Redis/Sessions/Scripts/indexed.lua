-- Notes how long the guest's index has a session, if the session still has that owner.
-- ARGV id, owner, the latest expiry for which the index is kept long enough
if redis.call('HGET', owners, ARGV[1]) == ARGV[2] and redis.call('EXISTS', session) == 1 then
    redis.call('HSET', session, 'indexed_for', ARGV[3])
end
return 1
