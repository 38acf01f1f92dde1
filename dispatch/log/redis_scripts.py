"""What the server does in one step: Lua, within what Redis 7.0 and Valkey both know.

``record`` is a hash: format, epoch, term, writer, leader (``TERM:SINCE_MS:NAME``), seq, hash, settled. ``lease`` is
there while its leader was heard of lately: its value says whose it is, the server's own clock ends it. ``events`` is a
stream of entries ``SEQ-0`` with the fields b (body) and h (chained hash). ``commands`` is a hash from command id to
``;FINGERPRINT:AT_MS:FIRST:LAST`` per acceptance, ``order`` a sorted set of ``FIRST:ID`` by first event: the
order of acceptance.
"""

OPEN = """
local record, events = KEYS[1], KEYS[2]
local epoch, genesis, may_create = ARGV[1], ARGV[2], ARGV[3]
local last = redis.call('XREVRANGE', events, '+', '-', 'COUNT', 1)
local last_seq = last[1] and string.match(last[1][1], '^%d+') or '0'
if redis.call('HEXISTS', record, 'format') == 0 and last_seq == '0' and may_create == 'yes' then
  redis.call('HSET', record, 'format', '1', 'epoch', epoch, 'term', '0', 'seq', '0', 'hash', genesis)
end
local found = redis.call('HMGET', record, 'format', 'epoch', 'seq', 'hash')
return {found[1], found[2], found[3], found[4], last_seq}
"""
"""KEYS record, events; ARGV epoch, genesis hash, yes|no → format, epoch, seq, hash, seq of the last stream entry."""

LEAD = """
local record, lease = KEYS[1], KEYS[2]
local writer, holder, name, lease_ms, take_over = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local led = 0
if redis.call('EXISTS', record) == 1 and redis.call('HGET', record, 'writer') ~= writer then
  local held_by = redis.call('GET', lease)
  if held_by and held_by ~= holder and take_over ~= 'yes' then
    led = 1
  else
    local term = redis.call('HINCRBY', record, 'term', 1)
    local now = redis.call('TIME')
    local since_ms = string.format('%.0f', now[1] * 1000 + math.floor(now[2] / 1000))
    redis.call('HSET', record, 'writer', writer, 'leader', term .. ':' .. since_ms .. ':' .. name)
    redis.call('SET', lease, holder, 'PX', lease_ms)
  end
end
local found = redis.call('HMGET', record, 'term', 'seq', 'hash', 'leader')
return {led, found[1], found[2], found[3], found[4]}
"""
"""KEYS record, lease; ARGV a token of this writer, so that a repeated call is harmless; whose lease it will be, the
hub's name, milliseconds, yes|no (take the record over from a leader whose lease runs) → 1 where that leader was left
in peace, else 0; term, seq, hash, leader."""

HOLD = """
local found = redis.call('HMGET', KEYS[1], 'term', 'seq', 'hash', 'leader')
if found[1] == ARGV[1] then
  redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
end
return found
"""
"""KEYS record, lease; ARGV term, whose lease it is, milliseconds → term, seq, hash, leader; the lease is renewed where
the term is still that one."""

RELEASE = """
if redis.call('HGET', KEYS[1], 'term') ~= ARGV[1] then
  return 0
end
return redis.call('DEL', KEYS[2])
"""
"""KEYS record, lease; ARGV term → 1 where that term's lease is given back."""

APPEND = """
local record, events, commands, order = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local now = redis.call('HMGET', record, 'term', 'seq', 'hash')
if now[1] ~= ARGV[1] or now[2] ~= ARGV[2] or now[3] ~= ARGV[3] then
  return 0
end
local seq, hash, next_arg = tonumber(now[2]), now[3], 6
for _ = 1, tonumber(ARGV[4]) do
  seq, hash = seq + 1, ARGV[next_arg + 1]
  redis.call('XADD', events, string.format('%.0f-0', seq), 'b', ARGV[next_arg], 'h', hash)
  next_arg = next_arg + 2
end
while ARGV[next_arg] do
  local id, fingerprint = ARGV[next_arg], ARGV[next_arg + 1]
  local at_ms, first, last = ARGV[next_arg + 2], ARGV[next_arg + 3], ARGV[next_arg + 4]
  local known = redis.call('HGET', commands, id) or ''
  if not string.find(known, ';' .. fingerprint .. ':', 1, true) then
    local acceptance = ';' .. fingerprint .. ':' .. at_ms .. ':' .. first .. ':' .. last
    redis.call('HSET', commands, id, known .. acceptance)
    redis.call('ZADD', order, first, first .. ':' .. id)
  end
  next_arg = next_arg + 5
end
redis.call('HSET', record, 'seq', string.format('%.0f', seq), 'hash', hash)
redis.call('PEXPIRE', KEYS[5], ARGV[5])
return 1
"""
"""KEYS record, events, commands, order, lease; ARGV term, seq, hash, number of events, milliseconds of the lease, which
is renewed with it, (body, hash) of each, then (id, fingerprint, at_ms, first, last) per command → 1 where all was
stored; 0 where term, seq or hash differ and nothing was."""

SETTLE = """
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {false, false, false, false}
end
redis.call('HINCRBY', KEYS[1], 'settled', 1)
return redis.call('HMGET', KEYS[1], 'term', 'seq', 'hash', 'leader')
"""
"""KEYS record → term, seq, hash, leader; nothing, and no key is made, where the server was emptied.

It writes, so that the answer waits for a sync: a server that was killed and started again may show events that it had
written but not synced."""

HASHES = """
local found = {}
for _, seq in ipairs(ARGV) do
  local entry = redis.call('XRANGE', KEYS[1], seq .. '-0', seq .. '-0')[1]
  local fields = entry and entry[2] or {}
  local hash = false
  for index = 1, #fields, 2 do
    if fields[index] == 'h' then
      hash = fields[index + 1]
    end
  end
  table.insert(found, hash)
end
return found
"""
"""KEYS events; ARGV sequence numbers → the stored hash of each, nothing where there is no such event."""

RENEW = """
if redis.call('HGET', KEYS[1], 'term') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'epoch', ARGV[2])
return 1
"""
"""KEYS record; ARGV term, epoch → 1 where the record has that epoch now; 0 where another writer leads it."""

SET_ASIDE = """
for index = 1, #KEYS, 2 do
  if redis.call('EXISTS', KEYS[index]) == 1 then
    redis.call('RENAME', KEYS[index], KEYS[index + 1])
  end
end
return 1
"""
"""KEYS of a record, each followed by its new name: the whole record has other names then, or none has."""

FORGET = """
local commands, order, before_ms, limit = KEYS[1], KEYS[2], tonumber(ARGV[1]), tonumber(ARGV[2])
local forgotten = 0
for _, member in ipairs(redis.call('ZRANGE', order, 0, limit - 1)) do
  local first, id = string.match(member, '^(%d+):(.*)$')
  local kept, is_old = '', false
  for acceptance in string.gmatch(redis.call('HGET', commands, id) or '', ';[^;]+') do
    local at_ms, its_first = string.match(acceptance, ':(%d+):(%d+):%d+$')
    if its_first == first and tonumber(at_ms) < before_ms then
      is_old = true
    else
      kept = kept .. acceptance
    end
  end
  if not is_old then
    break
  end
  redis.call('ZREM', order, member)
  if kept == '' then
    redis.call('HDEL', commands, id)
  else
    redis.call('HSET', commands, id, kept)
  end
  forgotten = forgotten + 1
end
return forgotten
"""
"""KEYS commands, order; ARGV before_ms, limit → how many of the oldest acceptances were forgotten."""
