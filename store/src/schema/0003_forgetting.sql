-- Forgetting: the only way in which evidence is removed or blanked, and what is kept to show that it was done so.

CREATE TABLE forget_grant (
  -- While a row is here, evidence may be changed: `forget` adds it and removes it in one transaction.
  id     INTEGER PRIMARY KEY, -- row
  reason TEXT NOT NULL, -- what is being forgotten, in words
  -- Refers to nothing, so that no transaction can be committed while a grant is open.
  closes INTEGER NOT NULL REFERENCES run(id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE tombstone (
  -- Stands for an evidence row that was removed, or that says less than it did. Evidence itself.
  id         INTEGER PRIMARY KEY, -- row
  capture_id INTEGER NOT NULL REFERENCES capture(id) DEFERRABLE INITIALLY DEFERRED, -- the decision that forgot it
  kind       TEXT NOT NULL CHECK (kind IN ('blob', 'capture', 'account_version', 'item_version', 'claim')), -- the table of the row
  row_id     INTEGER NOT NULL, -- its row there
  of_capture INTEGER, -- the capture whose digest covers the row
  old_hash   BLOB NOT NULL CHECK (length(old_hash) = 32), -- its hash before; a blob's SHA-256
  new_hash   BLOB CHECK (length(new_hash) = 32), -- its hash since; empty where the row is gone
  reason     TEXT NOT NULL, -- why, as the operator wrote it
  salt       BLOB NOT NULL CHECK (length(salt) = 16), -- random
  hash       BLOB NOT NULL CHECK (length(hash) = 32) -- SHA-256 of the columns before it
) STRICT;
-- Verification reads the rows of one capture.
CREATE INDEX tombstone_capture ON tombstone(capture_id);
-- Whether a row is forgotten, and which hash it must have since.
CREATE INDEX tombstone_row ON tombstone(kind, row_id);
-- Verification asks which rows of a capture's digest are gone.
CREATE INDEX tombstone_of ON tombstone(of_capture) WHERE of_capture IS NOT NULL;

CREATE TABLE suppression (
  -- What must not come back: neither `remap` nor the next run of a source brings it in again.
  kind  TEXT NOT NULL CHECK (kind IN ('account', 'handle', 'item', 'address', 'before')), -- what the key was made of
  key   BLOB NOT NULL, -- HMAC-SHA-256 under the store's own key; for `before` a time, eight bytes
  since INTEGER NOT NULL, -- when it was forgotten, µs
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE forgotten_text (
  -- A part of a forgotten text, by which a quotation of it is known again: the whole, a line or a sentence, and the beginning of each.
  key   BLOB PRIMARY KEY, -- HMAC-SHA-256 of its letters and signs under the store's own key; no text, and no length
  since INTEGER NOT NULL -- when it was forgotten, µs
) STRICT, WITHOUT ROWID;

-- Evidence is neither changed nor removed without a grant; a tombstone never.
CREATE TRIGGER blob_keeps BEFORE UPDATE ON blob WHEN NOT EXISTS (SELECT 1 FROM forget_grant)
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: blob'); END;
CREATE TRIGGER blob_stays BEFORE DELETE ON blob WHEN NOT EXISTS (SELECT 1 FROM forget_grant)
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: blob'); END;
CREATE TRIGGER capture_keeps BEFORE UPDATE ON capture WHEN NOT EXISTS (SELECT 1 FROM forget_grant)
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: capture'); END;
CREATE TRIGGER capture_stays BEFORE DELETE ON capture WHEN NOT EXISTS (SELECT 1 FROM forget_grant)
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: capture'); END;
CREATE TRIGGER account_version_keeps BEFORE UPDATE ON account_version WHEN NOT EXISTS (SELECT 1 FROM forget_grant)
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: account_version'); END;
CREATE TRIGGER account_version_stays BEFORE DELETE ON account_version WHEN NOT EXISTS (SELECT 1 FROM forget_grant)
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: account_version'); END;
CREATE TRIGGER item_version_keeps BEFORE UPDATE ON item_version WHEN NOT EXISTS (SELECT 1 FROM forget_grant)
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: item_version'); END;
CREATE TRIGGER item_version_stays BEFORE DELETE ON item_version WHEN NOT EXISTS (SELECT 1 FROM forget_grant)
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: item_version'); END;
CREATE TRIGGER claim_keeps BEFORE UPDATE ON claim WHEN NOT EXISTS (SELECT 1 FROM forget_grant)
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: claim'); END;
CREATE TRIGGER claim_stays BEFORE DELETE ON claim WHEN NOT EXISTS (SELECT 1 FROM forget_grant)
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: claim'); END;
CREATE TRIGGER tombstone_keeps BEFORE UPDATE ON tombstone
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: tombstone'); END;
CREATE TRIGGER tombstone_stays BEFORE DELETE ON tombstone
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: tombstone'); END;

-- REPLACE deletes the row in its way without firing the triggers above: a row that is there already is not written again.
CREATE TRIGGER blob_once BEFORE INSERT ON blob WHEN EXISTS (SELECT 1 FROM blob WHERE id = NEW.id OR sha256 = NEW.sha256)
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: blob'); END;
CREATE TRIGGER capture_once BEFORE INSERT ON capture WHEN EXISTS (SELECT 1 FROM capture WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: capture'); END;
CREATE TRIGGER account_version_once BEFORE INSERT ON account_version WHEN EXISTS (SELECT 1 FROM account_version WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: account_version'); END;
CREATE TRIGGER item_version_once BEFORE INSERT ON item_version WHEN EXISTS (SELECT 1 FROM item_version WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: item_version'); END;
CREATE TRIGGER claim_once BEFORE INSERT ON claim WHEN EXISTS (SELECT 1 FROM claim WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: claim'); END;
CREATE TRIGGER tombstone_once BEFORE INSERT ON tombstone WHEN EXISTS (SELECT 1 FROM tombstone WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: tombstone'); END;
