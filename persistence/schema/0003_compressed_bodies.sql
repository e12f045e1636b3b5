-- Bodies may be compressed (codec 1, persistence/sqlite/body_codec.hpp), so that the length of a
-- document is no longer that of its column.
ALTER TABLE documents ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
UPDATE documents SET bytes = length(body);
