// Each script touches the keys of one task only, all of them named by its arguments' common hash tag.
// A task's time of expiry is absolute; whatever belongs to it gets what is left of that.

const includes = `
local function includes(list, value)
  for word in string.gmatch(list, '%a+') do if word == value then return true end end
  return false
end`;

/** KEYS task, copies, pinned, copy; ARGV states it may start from, expiry ms, peer, fields of the task, then those of the copy. */
export const beginScript = `${includes}
local state = redis.call('HGET', KEYS[1], 'state')
if state and not includes(ARGV[1], state) then return 'taskExists' end
if redis.call('EXISTS', KEYS[4]) == 1 then return 'copyExists' end
local split = 4 + tonumber(ARGV[4])
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], unpack(ARGV, 5, split))
redis.call('HSET', KEYS[4], unpack(ARGV, split + 1))
redis.call('SADD', KEYS[2], ARGV[3])
redis.call('SADD', KEYS[3], ARGV[3])
for _, copy in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  redis.call('PEXPIREAT', string.sub(KEYS[4], 1, #KEYS[4] - #ARGV[3]) .. copy, ARGV[2])
end
for n = 1, 3 do redis.call('PEXPIREAT', KEYS[n], ARGV[2]) end
return 'begun'`;

/** KEYS hash; ARGV states it may start from, then the fields that change. */
export const moveScript = `${includes}
local state = redis.call('HGET', KEYS[1], 'state')
if not state then return 'missing' end
if not includes(ARGV[1], state) then return 'refused' end
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
return 'moved'`;

/** KEYS hash; ARGV the fields that change. */
export const changeScript = `
if redis.call('EXISTS', KEYS[1]) == 0 then return 'missing' end
redis.call('HSET', KEYS[1], unpack(ARGV))
return 'moved'`;

/** KEYS task, copies, pinned, copy; ARGV peer, pinned, then the copy's fields. */
export const putCopyScript = `
local left = redis.call('PTTL', KEYS[1])
if left < 0 then return 0 end
redis.call('DEL', KEYS[4])
redis.call('HSET', KEYS[4], unpack(ARGV, 3))
redis.call('SADD', KEYS[2], ARGV[1])
if ARGV[2] == '1' then redis.call('SADD', KEYS[3], ARGV[1]) else redis.call('SREM', KEYS[3], ARGV[1]) end
for n = 2, 4 do redis.call('PEXPIRE', KEYS[n], left) end
return 1`;

/** KEYS task, pinned, copy; ARGV peer, time. */
export const pinScript = `
local left = redis.call('PTTL', KEYS[1])
if left < 0 or redis.call('EXISTS', KEYS[3]) == 0 then return 'missing' end
redis.call('HSET', KEYS[3], 'persistent', '1', 'updated_at', ARGV[2])
redis.call('SADD', KEYS[2], ARGV[1])
redis.call('PEXPIRE', KEYS[2], left)
return 'moved'`;

/** KEYS copies, pinned, copy; ARGV peer. Gives the copy's hash. */
export const deleteCopyScript = `
local hash = redis.call('HGETALL', KEYS[3])
redis.call('DEL', KEYS[3])
redis.call('SREM', KEYS[1], ARGV[1])
redis.call('SREM', KEYS[2], ARGV[1])
return hash`;

/** KEYS task, copies, pinned, keeper; ARGV what every copy's key begins with. Gives the hashes of the copies, or nothing. */
export const deleteTaskScript = `
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
local found = {}
for _, copy in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  local key = ARGV[1] .. copy
  local hash = redis.call('HGETALL', key)
  if #hash > 0 then found[#found + 1] = hash end
  redis.call('DEL', key)
end
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[4])
return found`;

/** KEYS copies; ARGV what every copy's key begins with. Gives the hashes of the copies. */
export const copiesScript = `
local found = {}
for _, copy in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local hash = redis.call('HGETALL', ARGV[1] .. copy)
  if #hash > 0 then found[#found + 1] = hash end
end
return found`;

/** KEYS keeper; ARGV holder, time to live in ms. */
export const leaseScript = `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

/** KEYS keeper; ARGV holder. */
export const releaseScript = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1`;
