-- What a stream of events says besides what was published. Derived like the tables before it.

CREATE TABLE reaction (
  -- Somebody's sign below an item, such as a like. It is no item: nothing is published by it, and it is never counted as one.
  platform      TEXT NOT NULL, -- the platform
  native_id     TEXT NOT NULL, -- the platform's id of the reaction itself
  kind          TEXT NOT NULL CHECK (kind IN ('like')), -- what it says
  account_id    INTEGER NOT NULL REFERENCES account(id), -- who reacted
  subject       TEXT NOT NULL, -- what to, by the platform's id; it need not have been captured
  created_at    INTEGER NOT NULL, -- when, µs
  created_basis TEXT NOT NULL CHECK (created_basis IN ('record.createdAt', 'time_us')), -- who says so: the author's program, or the server where that is more than an hour off
  first_seen_at INTEGER NOT NULL, -- when the server first told of it, µs
  last_seen_at  INTEGER NOT NULL, -- when the server last told of it, µs
  gone_at       INTEGER, -- when it was taken back, µs
  capture_id    INTEGER NOT NULL REFERENCES capture(id) DEFERRABLE INITIALLY DEFERRED, -- the capture that it was read from
  PRIMARY KEY (platform, native_id)
) STRICT, WITHOUT ROWID;
-- From an item to who reacted to it, in order of time.
CREATE INDEX reaction_subject ON reaction(platform, subject, created_at);
-- From an account to its reactions; forgetting asks for them.
CREATE INDEX reaction_account ON reaction(account_id);
-- As for items.
CREATE INDEX reaction_capture ON reaction(capture_id);

CREATE TABLE deletion (
  -- The platform said that something was deleted. Kept by its own time, also of what was not captured yet: a post that is imported
  -- after its deletion is known to be gone.
  platform   TEXT NOT NULL, -- the platform
  native_id  TEXT NOT NULL, -- the platform's id of what was deleted
  at         INTEGER NOT NULL, -- when, µs; the last time
  shown_at   INTEGER, -- when it was there again, µs, where that was seen: written anew under the same id
  capture_id INTEGER NOT NULL REFERENCES capture(id) DEFERRABLE INITIALLY DEFERRED, -- the capture that says so
  PRIMARY KEY (platform, native_id)
) STRICT, WITHOUT ROWID;
-- As for items.
CREATE INDEX deletion_capture ON deletion(capture_id);

CREATE TABLE account_state (
  -- What the platform said of an account's standing, each time that it did.
  account_id INTEGER NOT NULL REFERENCES account(id), -- the account
  at         INTEGER NOT NULL, -- when, µs
  state      TEXT NOT NULL CHECK (state IN ('active', 'deactivated', 'suspended', 'takendown', 'deleted', 'desynchronized', 'throttled', 'inactive')), -- its state since then; `inactive` where the platform gives no reason that is known
  capture_id INTEGER NOT NULL REFERENCES capture(id) DEFERRABLE INITIALLY DEFERRED, -- the capture that says so
  PRIMARY KEY (account_id, at)
) STRICT, WITHOUT ROWID;
-- As for items.
CREATE INDEX account_state_capture ON account_state(capture_id);
