-- Reads a session without its messages and without extending its lifetime.
-- KEYS as in common.lua; those of the shard's books only if the owner is wanted
-- ARGV id, now
-- -> nil, or { expires, updated, whether it is incomplete (1 or 0), state (JSON), and with the books also created and owner or '' }
local session, messages, now = KEYS[1], KEYS[2], ARGV[2]
local f = redis.call('HMGET', session, 'expires_at', 'updated_at', 'created_at', 'sums', 'state')
local expires = f[1]
if expires and #expires == 18 and #now == 18 then
    if now >= expires then
        return false
    end
else
    -- sums.lua is put here.
    -- common.lua is put here.
    if not isLive(expires, now) then
        return false
    end
end

local sequence, count, awaiting, incomplete = string.match(f[4] or '', '^(%d+) (%d+) %d+ %d+ %d+ %-?%d+ (%d+) %d+ (%d) ')
if not sequence or redis.call('LLEN', messages) < tonumber(count)
    or awaiting ~= '0' and redis.call('LLEN', KEYS[3]) < tonumber(awaiting) then
    incomplete = '1'
end
if #KEYS < 7 then
    return { expires, f[2], incomplete, f[5] }
end
return { expires, f[2], incomplete, f[5], f[3], redis.call('HGET', KEYS[7], ARGV[1]) or '' }
