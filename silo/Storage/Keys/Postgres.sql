-- name: find user
SELECT material FROM user_key WHERE owner = @Owner

-- name: add user
INSERT INTO user_key (owner, material, created_at) VALUES (@Owner, @Material, @Now) ON CONFLICT (owner) DO NOTHING

-- name: lock user
-- Until the end: a destruction of this user waits for the new key and then finds it.
SELECT material FROM user_key WHERE owner = @Owner FOR SHARE

-- name: find object
SELECT material FROM object_key WHERE name = @Name

-- name: find both
SELECT u.material AS "User", o.material AS "Object"
FROM object_key o, user_key u
WHERE o.name = @Name AND u.owner = @Owner AND o.material IS NOT NULL AND u.material IS NOT NULL

-- name: add object
INSERT INTO object_key (name, owner, material, created_at) VALUES (@Name, @Owner, @Material, @Now) ON CONFLICT (name) DO NOTHING

-- name: bury object
INSERT INTO object_key (name, owner, created_at, destroyed_at) VALUES (@Name, @Owner, @Now, @Now)
ON CONFLICT (name) DO UPDATE SET material = NULL, destroyed_at = excluded.destroyed_at WHERE object_key.destroyed_at IS NULL

-- name: bury known objects
UPDATE object_key SET material = NULL, destroyed_at = @Now WHERE name = ANY (@Names) AND destroyed_at IS NULL

-- name: tables of objects
-- Also of those that were destroyed before: the caller may be repeating what failed half-way.
SELECT DISTINCT tableoid::regclass::text FROM object_key WHERE name = ANY (@Names)

-- name: bury owner
INSERT INTO user_key (owner, created_at, destroyed_at) VALUES (@Owner, @Now, @Now)
ON CONFLICT (owner) DO UPDATE SET material = NULL, destroyed_at = excluded.destroyed_at WHERE user_key.destroyed_at IS NULL

-- name: bury objects of owner
UPDATE object_key SET material = NULL, destroyed_at = @Now WHERE owner = @Owner AND destroyed_at IS NULL

-- name: tables of owner
SELECT tableoid::regclass::text FROM user_key WHERE owner = @Owner
UNION SELECT tableoid::regclass::text FROM object_key WHERE owner = @Owner

-- name: list
SELECT name FROM object_key
WHERE name > @After AND name < @End AND material IS NOT NULL AND created_at < @Before
ORDER BY name LIMIT @Limit

-- name: remove tombstones
DELETE FROM object_key WHERE name IN (
  SELECT name FROM object_key WHERE destroyed_at < @Before ORDER BY destroyed_at LIMIT @Limit FOR UPDATE SKIP LOCKED)

-- name: set master
INSERT INTO master (id) VALUES (@Id) ON CONFLICT DO NOTHING

-- name: master
SELECT id FROM master

-- name: write anew
-- The name of a table follows. It says how many dead rows it had to keep because somebody may still see them.
VACUUM (FULL, VERBOSE)

-- name: may cut the log
SELECT has_function_privilege('pg_switch_wal()', 'EXECUTE') AND pg_has_role('pg_checkpoint', 'USAGE')

-- name: end the log's file
SELECT pg_switch_wal()

-- name: remove the log's old files
CHECKPOINT

-- name: settings that keep logs
SELECT name || '=' || setting FROM pg_settings
WHERE (name = 'archive_mode' AND setting <> 'off') OR (name = 'wal_recycle' AND setting <> 'off') OR (name = 'wal_keep_size' AND setting <> '0')
UNION ALL SELECT 'replication slot ' || slot_name FROM pg_replication_slots
ORDER BY 1
