-- name: find user
SELECT slot.material FROM user_key LEFT JOIN slot ON slot.id = user_key.slot WHERE owner = @Owner

-- name: user is known
SELECT count(*) FROM user_key WHERE owner = @Owner

-- name: add user
INSERT INTO user_key (owner, slot, created_at) VALUES (@Owner, @Slot, @Now)

-- name: find object
SELECT slot.material FROM object_key JOIN slot ON slot.id = object_key.slot WHERE name = @Name

-- name: object is known
SELECT count(*) FROM object_key WHERE name = @Name

-- name: add object
INSERT INTO object_key (name, owner, slot, created_at) VALUES (@Name, @Owner, @Slot, @Now)

-- name: free slot
SELECT id FROM slot WHERE used = 0 LIMIT 1

-- name: fill slot
UPDATE slot SET used = 1, material = @Material WHERE id = @Slot

-- name: add slot
INSERT INTO slot (used, material) VALUES (1, @Material) RETURNING id

-- name: clear slot
UPDATE slot SET used = 0, material = @Zeros WHERE id = @Slot

-- name: slot of object
SELECT slot FROM object_key WHERE name = @Name AND slot IS NOT NULL

-- name: bury object
INSERT INTO object_key (name, owner, created_at, destroyed_at) VALUES (@Name, @Owner, @Now, @Now)
ON CONFLICT (name) DO UPDATE SET slot = NULL, destroyed_at = @Now WHERE destroyed_at IS NULL

-- name: bury known object
UPDATE object_key SET slot = NULL, destroyed_at = @Now WHERE name = @Name AND destroyed_at IS NULL

-- name: slots of owner
SELECT slot FROM object_key WHERE owner = @Owner AND slot IS NOT NULL
UNION ALL SELECT slot FROM user_key WHERE owner = @Owner AND slot IS NOT NULL

-- name: bury objects of owner
UPDATE object_key SET slot = NULL, destroyed_at = @Now WHERE owner = @Owner AND slot IS NOT NULL

-- name: bury owner
INSERT INTO user_key (owner, created_at, destroyed_at) VALUES (@Owner, @Now, @Now)
ON CONFLICT (owner) DO UPDATE SET slot = NULL, destroyed_at = @Now WHERE destroyed_at IS NULL

-- name: list
SELECT name FROM object_key
WHERE name > @After AND name < @End AND slot IS NOT NULL AND created_at < @Before
ORDER BY name LIMIT @Limit

-- name: remove tombstones
DELETE FROM object_key WHERE name IN (SELECT name FROM object_key WHERE destroyed_at < @Before ORDER BY destroyed_at LIMIT @Limit)

-- name: master
SELECT id FROM master

-- name: set master
INSERT INTO master (id) VALUES (@Id)
