-- A row that is claimed is being forgotten: its key and bytes may be gone already, so that nobody can give it a later date any more.
-- Milliseconds since 1970; null: nobody has begun.
ALTER TABLE retained ADD COLUMN claimed_at INTEGER;
