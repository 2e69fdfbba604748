-- Pictures by their hashes. The pictures themselves are not kept: those of others are nobody's business.

ALTER TABLE media RENAME TO media_before;
CREATE TABLE media (
  -- A picture or film of an item. A picture that a source with `media = "hash"` asked for has hashes: its bytes are not kept.
  item_id    INTEGER NOT NULL REFERENCES item(id), -- the item
  n          INTEGER NOT NULL, -- its place, from 0
  kind       TEXT NOT NULL, -- `photo`, `thumbnail`, `video`, …
  url        TEXT, -- where it lies
  alt        TEXT, -- its alternative text
  sha256     BLOB, -- SHA-256 of its bytes: the same for exact copies, wherever they lie. `share` knows a picture by it then
  dhash      INTEGER, -- what it looks like, in 64 bits: of copies that were scaled or packed anew few bits differ, see `hamming(…)`
  mime       TEXT, -- its type, as its bytes say it
  size       INTEGER, -- its size, bytes
  width      INTEGER, -- its width, pixels
  height     INTEGER, -- its height, pixels
  capture_id INTEGER REFERENCES capture(id) DEFERRABLE INITIALLY DEFERRED, -- the capture that holds its hashes
  PRIMARY KEY (item_id, n)
) STRICT, WITHOUT ROWID;
INSERT INTO media (item_id, n, kind, url, alt) SELECT item_id, n, kind, url, alt FROM media_before ORDER BY item_id, n;
DROP TABLE media_before;
-- From an address to its hashes, for items that come later with the same address; those without hashes are found as objects.
CREATE INDEX media_hashed ON media(url) WHERE sha256 IS NOT NULL;
-- From a picture to everyone who showed it.
CREATE INDEX media_sha256 ON media(sha256) WHERE sha256 IS NOT NULL;
-- As for items.
CREATE INDEX media_capture ON media(capture_id) WHERE capture_id IS NOT NULL;
-- Whether a picture was asked for, by whichever source.
CREATE INDEX task_media ON task(url) WHERE kind = 'media';
