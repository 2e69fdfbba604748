-- How sources do is asked for often, of stores with millions of items: each count below is read from an index alone.

-- Items of a source, and those first seen of late.
CREATE INDEX item_source ON item(source_id, first_seen_at);
-- What of a source is not done: waiting, given up, refused. Most tasks are done.
CREATE INDEX task_left ON task(source_id, state) WHERE state <> 'done';
-- The refusals of a source, and the last of them.
CREATE INDEX decision_source ON decision(source_id);
