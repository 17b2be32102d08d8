-- Erases a guest's session, even one that cannot be read, or what is left of one that is gone.
-- ARGV id, now, user id
-- -> { 0 } if it is another guest's, nobody's or not there, else { 1 left over, 2 expired or 3 live, owner or '' }
local id, now, userId = ARGV[1], ARGV[2], ARGV[3]

local owner, isThere = try('HGET', owners, id), redis.call('EXISTS', session) == 1
if owner then
    if string.match(owner, '^%S+ (.*)$') ~= userId then
        return { 0 }
    end
elseif isThere then
    -- The books were lost, or the session is anonymous: its state tells. A session whose state cannot be read is erased.
    local isRead, state = pcall(function () return cjson.decode(redis.call('HGET', session, 'state')) end)
    if isRead and type(state) == 'table' and state.user_id ~= userId then
        return { 0 }
    end
end

local stored = redis.pcall('HGET', session, 'expires_at')
local isRead, isStillLive = pcall(isLive, stored, now)
local isBooked = try('ZSCORE', expiry, id)
local gone = redis.call('DEL', session, messages, waiting, ids)
forget(id)
if gone == 0 and not owner then
    return { 0 }
end
if isThere and (not isRead or isStillLive or not stored) then
    return { 3, owner or '' }
end
return { (isThere or isBooked) and 2 or 1, owner or '' }
