-- Put before every script, or where it says so. A time is Unix seconds with seven decimals, such as 1772366400.0000000:
-- exact to .NET's tick, which no Lua number is. A script reads and decides first and writes last, so that one that fails
-- has changed nothing.
local session, messages, waiting, ids, expiry, sizes, owners = unpack(KEYS)

-- Reads or writes one of the shard's books; nil where another program has put something else under its key. Then the books are wrong,
-- and a step of a session is carried out all the same.
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

-- The place of an expiry in the shard's sorted set: milliseconds.
local function score(time)
    local seconds, ticks = split(time)
    return string.format('%.0f', seconds * 1000 + math.floor(ticks / 10000))
end

-- The fields of a session that steps go by; nil where none is live.
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
        -- Lost: numbers go on behind the last message, and all else is counted anew, since there cannot be so few.
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

-- Whether there is less than there must be.
local function isLossy(s, stored)
    return stored < s.count or (s.waiting > 0 and redis.call('LLEN', waiting) < s.waiting)
end

-- The expiry of a session that is used now, and the lifetime that it comes from. Sliding is now and the lifetime; the latest is
-- the creation and the maximum ('' for none). The session's own lifetimes go first. Only another lifetime moves it back.
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

-- Redis itself frees the keys some time after the expiry, for those who have no sweep. That time is set anew when half of the
-- margin is used up, and not with each use: `kept_for` is the expiry up to which it need not be.
local margin, half = '300.0000000', '150.0000000'

-- Sets when Redis frees the keys; those of the shard's books never before, where a session that is not in them is entered again.
-- -> the latest expiry for which that is late enough, and a note: the expiry, a space, and the owner in whose index the session
--    must be put anew, or ''
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

-- The fields that a use changes whatever it is.
local function used(s, expires, lifetime, set)
    set[#set + 1] = 'expires_at'
    set[#set + 1] = expires
    if lifetime ~= s.lifetime then
        set[#set + 1] = 'lifetime'
        set[#set + 1] = lifetime
    end
    return set
end

-- What follows from a new expiry; isAnew says that a list is there which was not, and has no end yet.
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

-- Extends the lifetime of a session that is read, where Redis can write: a full one can, since HDEL needs no memory and a script
-- that has written may go on; a replica cannot, nor one that must have replicas and has none.
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

-- Counts bytes for a session, and for the shard in the field that no session can have: ids are not empty.
local function count(id, bytes)
    if bytes ~= 0 then
        try('HINCRBY', sizes, id, bytes)
        try('HINCRBY', sizes, '', bytes)
    end
end

-- Takes a session off the shard's books.
local function forget(id)
    local bytes = tonumber(try('HGET', sizes, id) or 0) or 0
    try('HDEL', sizes, id)
    if bytes ~= 0 then
        try('HINCRBY', sizes, '', -bytes)
    end
    try('ZREM', expiry, id)
    try('HDEL', owners, id)
end
