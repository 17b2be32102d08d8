-- This part is put before every script, or where the script says so. A time is Unix seconds with seven decimals, such as
-- 1772366400.0000000: exact to .NET's tick, which a Lua number would not be. A script reads and decides first and writes last: if it
-- fails, it has changed nothing.
local session, messages, waiting, ids, expiry, sizes, owners = unpack(KEYS)

-- Reads or writes one of the shard's books; nil if another program has put something else under its key. The books are wrong then, but
-- the session's step is still carried out.
local function try(...)
    local answer = redis.pcall(...)
    if type(answer) == 'table' and answer.err then
        return nil
    end
    return answer
end

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

-- The score of an expiry in the shard's sorted set, in milliseconds.
local function score(time)
    local seconds, ticks = split(time)
    return string.format('%.0f', seconds * 1000 + math.floor(ticks / 10000))
end

-- Reads the fields of a session that the steps need; nil if it is not live.
local function load(now)
    local f = redis.call('HMGET', session, 'expires_at', 'created_at', 'lifetime', 'own_lifetime', 'own_maximum', 'kept_for',
        'indexed_for', 'list_stamp', 'sums')
    if not isLive(f[1], now) then
        return nil
    end
    local s = {
        expires = f[1], created = f[2], lifetime = f[3], ownLifetime = f[4], ownMaximum = f[5], keptFor = f[6], indexedFor = f[7],
        listStamp = f[8] or '',
    }
    local sequence, count, bytes, weight, span, turn, awaiting, awaitingBytes, incomplete, state, spared, orphans, edits =
        string.match(f[9] or '', sumsPattern)
    if not sequence then
        -- The sums are lost. Numbers go on after the last message. The count of -1 matches no list, and so everything else is counted anew.
        local last = redis.call('LINDEX', messages, -1)
        sequence, count, bytes, weight, span, turn, awaiting, awaitingBytes, incomplete, state, spared, orphans, edits =
            last and string.match(last, '^%d+') or 0, -1, 0, 0, 0, -1, -1, 0, '1', 0, 0, 0, 0
    end
    s.sequence, s.count, s.waiting, s.isIncomplete = tonumber(sequence), tonumber(count), tonumber(awaiting), incomplete == '1'
    s.bytes, s.state, s.weight, s.spared = tonumber(bytes), tonumber(state), tonumber(weight), tonumber(spared)
    s.orphans, s.span, s.turn = tonumber(orphans), tonumber(span), tonumber(turn)
    s.waitingBytes, s.edits = tonumber(awaitingBytes), tonumber(edits)
    return s
end

local function sumsOf(s)
    return string.format(sumsFormat, s.sequence, s.count, s.bytes, s.weight, s.span, s.turn, s.waiting, s.waitingBytes,
        s.isIncomplete and 1 or 0, s.state, s.spared, s.orphans, s.edits)
end

-- Whether messages or waiting messages are missing.
local function isLossy(s, stored)
    return stored < s.count or (s.waiting > 0 and redis.call('LLEN', waiting) < s.waiting)
end

-- -> the expiry of a session that is used now, and the lifetime that it comes from
-- Sliding is now plus the lifetime. The expiry is at most the creation plus the maximum ('' for none). The session's own lifetimes take
-- precedence. Sliding moves the expiry back only if the lifetime is another one than before.
local function extend(s, now, lifetime, sliding, maximum)
    if s.ownLifetime then
        lifetime, sliding = s.ownLifetime, sum(now, s.ownLifetime)
    end
    if s.ownMaximum then
        maximum = s.ownMaximum
    end
    local expires = sliding
    if lifetime == s.lifetime and isAtOrBefore(sliding, s.expires) then
        expires = s.expires
    end
    if maximum ~= '' then
        local last = sum(s.created, maximum)
        if isAtOrBefore(last, expires) then
            expires = last
        end
    end
    return expires, lifetime
end

-- Redis itself frees the keys some time after the expiry, for applications that have no sweep. That time is not set with each use, but
-- when half of the margin is used up: up to the expiry `kept_for` it need not be set.
local margin, half = '300.0000000', '150.0000000'

-- Sets when Redis frees the session's keys. The shard's books are kept longer, and a session that is missing in them is entered again.
-- -> the latest expiry for which the keys are kept long enough, and a note: the expiry, a space, and the owner in whose index the
--    session must be entered again, or ''
local function keep(id, expires, now, bytes, indexedFor)
    local keptSeconds, keptTicks = split(sum(expires, margin))
    local nowSeconds, nowTicks = split(now)
    local rest = (keptSeconds - nowSeconds) * 1000 + math.ceil((keptTicks - nowTicks) / 10000)
    for i = 1, 4 do
        redis.call('PEXPIRE', KEYS[i], rest)
    end
    if not try('ZSCORE', expiry, id) then
        try('ZADD', expiry, score(expires), id)
    end
    local counted = try('HGET', sizes, id)
    if counted ~= tostring(bytes) then
        try('HSET', sizes, id, bytes)
        try('HINCRBY', sizes, '', bytes - (tonumber(counted) or 0))
    end
    for i = 5, 7 do
        if redis.call('PTTL', KEYS[i]) < rest then
            redis.call('PEXPIRE', KEYS[i], rest + 3600000)
        end
    end
    local owner = (not indexedFor or not isAtOrBefore(expires, indexedFor)) and try('HGET', owners, id)
    return sum(expires, half), owner and expires .. ' ' .. owner or ''
end

-- Adds the fields that every use changes.
local function used(s, expires, lifetime, set)
    set[#set + 1] = 'expires_at'
    set[#set + 1] = expires
    if lifetime ~= s.lifetime then
        set[#set + 1] = 'lifetime'
        set[#set + 1] = lifetime
    end
    return set
end

-- Does what follows from a new expiry. isAnew says that this step made a list, which has no expiry of its own yet.
-- -> the note
local function follow(s, id, now, expires, isAnew)
    if expires ~= s.expires and isAtOrBefore(expires, s.expires) then
        try('ZADD', expiry, score(expires), id)
    end
    if isAnew or not s.keptFor or not isAtOrBefore(expires, s.keptFor) then
        local keptFor, note = keep(id, expires, now, s.bytes, s.indexedFor)
        redis.call('HSET', session, 'kept_for', keptFor)
        return note
    end
    return ''
end

-- Writes fields of a session that is used.
-- -> the note
local function save(s, id, now, expires, lifetime, isAnew, set)
    redis.call('HSET', session, unpack(used(s, expires, lifetime, set)))
    return follow(s, id, now, expires, isAnew)
end

-- Extends the lifetime of a session that is read, if Redis can write. A full one can: HDEL needs no memory, and a script that has
-- written may go on. A replica cannot, nor can a primary that lacks the replicas it must have.
-- -> the expiry, and the note
local function touch(s, id, now, lifetime, sliding, maximum)
    local expires, from = extend(s, now, lifetime, sliding, maximum)
    if expires == s.expires and from == s.lifetime then
        return expires, ''
    end
    local set = used(s, expires, from, {})
    local answer = redis.pcall('HSET', session, unpack(set))
    if type(answer) == 'table' then
        answer = redis.pcall('HDEL', session, '')
        if type(answer) == 'table' then
            return s.expires, ''
        end
        redis.call('HSET', session, unpack(set))
    end
    return expires, follow(s, id, now, expires, false)
end

-- Adds bytes to a session's size and to the shard's total. The total's field is '', which is no session's: ids are not empty.
local function count(id, bytes)
    if bytes ~= 0 then
        try('HINCRBY', sizes, id, bytes)
        try('HINCRBY', sizes, '', bytes)
    end
end

-- Removes a session from the shard's books.
local function forget(id)
    local bytes = tonumber(try('HGET', sizes, id) or 0) or 0
    try('HDEL', sizes, id)
    if bytes ~= 0 then
        try('HINCRBY', sizes, '', -bytes)
    end
    try('ZREM', expiry, id)
    try('HDEL', owners, id)
end
