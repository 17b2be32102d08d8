-- Deletes a session, even one that cannot be read.
-- ARGV id, now
-- -> nil if no live session has the id, else its owner or ''
local id, now = ARGV[1], ARGV[2]

local stored = redis.pcall('HGET', session, 'expires_at')
local isRead, isThere = pcall(isLive, stored, now)
if isRead and not isThere and (stored or redis.call('EXISTS', session) == 0) then
    return false
end

local owner = try('HGET', owners, id) or ''
redis.call('DEL', session, messages, waiting, ids)
forget(id)
return owner
