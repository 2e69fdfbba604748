-- A capture is sealed after its rows are in: SQLite then looks for those that wait for it, in every table that refers to
-- captures. Without this index it read all items for each capture, so that a store of millions took in each page slower.
CREATE INDEX item_capture ON item(capture_id);
