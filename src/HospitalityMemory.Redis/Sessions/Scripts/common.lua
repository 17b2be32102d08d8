-- Put before every script, or where it says so. A time is Unix seconds with seven decimals, such as 1772366400.0000000:
-- exact to .NET's tick, which no Lua number is. A script reads and decides first and writes last, so that one that fails
-- has changed nothing.

local function split(time)
    return tonumber(string.sub(time, 1, -9)), tonumber(string.sub(time, -7))
end

local function isAtOrBefore(a, b)
    if #a == #b and #a == 18 then
        return a <= b
    end
    local aSeconds, aTicks = split(a)
    local bSeconds, bTicks = split(b)
    return aSeconds < bSeconds or (aSeconds == bSeconds and aTicks <= bTicks)
end

local function sum(a, b)
    local aSeconds, aTicks = split(a)
    local bSeconds, bTicks = split(b)
    local seconds, ticks = aSeconds + bSeconds, aTicks + bTicks
    if ticks >= 10000000 then
        seconds, ticks = seconds + 1, ticks - 10000000
    end
    return string.format('%.0f.%07d', seconds, ticks)
end

local function isLive(expires, now)
    return expires and not isAtOrBefore(expires, now)
end

-- The expiry of a session that is used now: sliding (now and the lifetime), at the latest its creation and the maximum
-- lifetime ('' for none), never earlier than what is stored.
local function extend(stored, created, sliding, maximum)
    local wanted = sliding
    if maximum ~= '' then
        local last = sum(created, maximum)
        if isAtOrBefore(last, wanted) then
            wanted = last
        end
    end
    if isAtOrBefore(wanted, stored) then
        return stored
    end
    return wanted
end

-- Redis itself frees the keys some time after the expiry, which is by the callers' clocks: they may differ. That time is set
-- anew when half of the margin is used up, and not with each use: `kept_for` is the expiry up to which it need not be.
local margin, half = '300.0000000', '150.0000000'

-- Sets when Redis frees the keys.
-- -> the latest expiry for which that is late enough
local function keep(session, messages, expires, now)
    local keptSeconds, keptTicks = split(sum(expires, margin))
    local nowSeconds, nowTicks = split(now)
    local rest = string.format('%.0f', (keptSeconds - nowSeconds) * 1000 + math.ceil((keptTicks - nowTicks) / 10000))
    redis.call('PEXPIRE', session, rest)
    redis.call('PEXPIRE', messages, rest)
    return sum(expires, half)
end

-- The place of an expiry in the shard's sorted set: milliseconds.
local function score(time)
    local seconds, ticks = split(time)
    return string.format('%.0f', seconds * 1000 + math.floor(ticks / 10000))
end

-- Counts bytes for a session, and for the shard in the field that no session can have: ids are not empty.
local function count(sizes, id, bytes)
    if bytes ~= 0 then
        redis.call('HINCRBY', sizes, id, bytes)
        redis.call('HINCRBY', sizes, '', bytes)
    end
end

-- The messages, of which what a caller knows is not sent again. That holds still where the session is the same one, nothing but
-- the oldest has gone since, and the last message known is the one of its number: a failover may lose writes, and give their
-- numbers to others.
-- -> how many messages there are, and those after the last one known, before which stand as many of the known ones as are
--    missing; or -1 and all of them
local function news(messages, incarnation, sequence, gap, knownIncarnation, knownSequence, knownDigest)
    if incarnation and incarnation == knownIncarnation then
        local known = tonumber(knownSequence)
        local added = tonumber(sequence) - known
        if added >= 0 and not (gap and tonumber(gap) > known) then
            local latest = redis.call('LRANGE', messages, -1 - added, -1)
            if #latest == added + 1 and redis.sha1hex(latest[1]) == knownDigest then
                table.remove(latest, 1)
                return redis.call('LLEN', messages), latest
            end
        end
    end
    return -1, redis.call('LRANGE', messages, 0, -1)
end

-- Takes a session off the shard's books.
local function forget(expiry, sizes, owners, id)
    local bytes = tonumber(redis.call('HGET', sizes, id) or '0')
    redis.call('HDEL', sizes, id)
    if bytes ~= 0 then
        redis.call('HINCRBY', sizes, '', -bytes)
    end
    redis.call('ZREM', expiry, id)
    redis.call('HDEL', owners, id)
end
