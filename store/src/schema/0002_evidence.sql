-- Evidence: append-only. Every row is covered by the chain of captures: a row of `account_version`, `item_version`, `claim` or
-- `tombstone` by the digest of the capture that it names, a blob by its hash, a capture by its own place.
-- `salt` is random: once a row is forgotten, the hash that is kept of it cannot be used to confirm a guess of what it said.

CREATE TABLE blob (
  -- The bytes of a capture as they came over the wire or from a file.
  id     INTEGER PRIMARY KEY, -- row
  sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32), -- SHA-256 of the bytes as they came; a redacted body keeps it, and its tombstone has the other
  size   INTEGER NOT NULL, -- bytes, unpacked
  codec  TEXT NOT NULL CHECK (codec IN ('zstd', 'none')), -- how they are stored
  bytes  BLOB NOT NULL, -- the bytes in that codec
  packed_sha256 BLOB NOT NULL CHECK (length(packed_sha256) = 32) -- SHA-256 of `bytes`: a codec has bits that mean nothing, and a changed one is a change
) STRICT;

CREATE TABLE capture (
  -- One HTTP exchange, one chunk of an imported file, or one decision of the operator.
  id              INTEGER PRIMARY KEY, -- row and place in the chain, without holes
  run_id          INTEGER NOT NULL REFERENCES run(id), -- the run that made it
  source_id       INTEGER NOT NULL REFERENCES source(id), -- the source that it belongs to
  kind            TEXT NOT NULL CHECK (kind IN ('http', 'file', 'decision')), -- what it is
  url             TEXT NOT NULL, -- what was asked for; `file:NAME#bytes=FROM-TO` for files
  final_url       TEXT NOT NULL, -- where the last redirect led
  host            TEXT, -- host and port
  redirects       TEXT NOT NULL, -- status and target of each redirect, JSON
  method          TEXT, -- HTTP method
  status          INTEGER, -- HTTP status
  request_headers TEXT NOT NULL, -- request headers worth keeping, JSON
  headers         TEXT NOT NULL, -- response headers worth keeping, JSON
  started_at      INTEGER NOT NULL, -- when the request began, µs
  ended_at        INTEGER NOT NULL, -- when the body was complete, µs
  robots_rule     TEXT, -- the rule of robots.txt that allowed it
  outcome         TEXT NOT NULL, -- `ok`, `not_modified`, `gone`, `transient`, …
  truncated       INTEGER NOT NULL DEFAULT 0 CHECK (truncated IN (0, 1)), -- 1 when a cap or a cut connection ended the body early
  reader          TEXT NOT NULL, -- what read it and with what, JSON: lets `remap` read it again
  blob_id         INTEGER REFERENCES blob(id), -- its body
  rows_digest     BLOB NOT NULL CHECK (length(rows_digest) = 32), -- SHA-256 over the hashes of the evidence rows that name it
  salt            BLOB NOT NULL CHECK (length(salt) = 16), -- 16 random bytes; fresh ones once the row is redacted
  chain           BLOB NOT NULL CHECK (length(chain) = 32) -- SHA-256 of the chain before it, the row's hash, the blob's hash
) STRICT;
-- A second import of the same file asks whether its chunk is already there.
CREATE INDEX capture_url ON capture(url, source_id);
-- Which captures rest on a blob: for redaction and for the evidence list of a report.
CREATE INDEX capture_blob ON capture(blob_id) WHERE blob_id IS NOT NULL;

CREATE TABLE account_version (
  -- How an account showed itself, whenever that differs from the time before.
  id          INTEGER PRIMARY KEY, -- row
  capture_id  INTEGER NOT NULL REFERENCES capture(id) DEFERRABLE INITIALLY DEFERRED, -- the capture that showed it
  seen_at     INTEGER NOT NULL, -- when, µs
  platform    TEXT NOT NULL, -- the platform
  native_id   TEXT, -- the platform's id, when the source gives it
  handle      TEXT NOT NULL, -- the handle, folded
  name        TEXT, -- the display name
  description TEXT, -- the account's description of itself
  label       TEXT, -- what the platform says of it
  opened_at   INTEGER, -- when it was opened, µs
  salt        BLOB NOT NULL CHECK (length(salt) = 16), -- random
  hash        BLOB NOT NULL CHECK (length(hash) = 32) -- SHA-256 of the columns before it
) STRICT;
-- Verification and redaction read the rows of one capture.
CREATE INDEX account_version_capture ON account_version(capture_id);
-- Whether a handle ever had another owner, or an account another handle: attribution asks for each claim.
CREATE INDEX account_version_handle ON account_version(platform, handle);
CREATE INDEX account_version_native ON account_version(platform, native_id) WHERE native_id IS NOT NULL;

CREATE TABLE item_version (
  -- What an item said, for items that changed; the first row of an item is what it said before its first change.
  id         INTEGER PRIMARY KEY, -- row
  capture_id INTEGER NOT NULL REFERENCES capture(id) DEFERRABLE INITIALLY DEFERRED, -- the capture that sealed it
  seen_at    INTEGER NOT NULL, -- since when it was seen so, µs
  platform   TEXT NOT NULL, -- the item's platform
  native_id  TEXT NOT NULL, -- the platform's id of the item
  title      TEXT, -- its title
  text       TEXT NOT NULL, -- its text
  salt       BLOB NOT NULL CHECK (length(salt) = 16), -- random
  hash       BLOB NOT NULL CHECK (length(hash) = 32) -- SHA-256 of the columns before it
) STRICT;
-- Verification and redaction read the rows of one capture.
CREATE INDEX item_version_capture ON item_version(capture_id);
-- What an item said before.
CREATE INDEX item_version_item ON item_version(platform, native_id);

CREATE TABLE claim (
  -- A sourced statement that an account belongs to an actor.
  id           INTEGER PRIMARY KEY, -- row
  capture_id   INTEGER NOT NULL REFERENCES capture(id) DEFERRABLE INITIALLY DEFERRED, -- the capture that states it
  actor        TEXT NOT NULL, -- the actor's name
  actor_kind   TEXT NOT NULL CHECK (actor_kind IN ('office', 'outlet', 'person')), -- what kind of actor
  owner        TEXT, -- who owns or runs it
  parent       TEXT, -- the owner's parent body
  region       TEXT, -- the region that it addresses
  language     TEXT, -- the language that it uses
  platform     TEXT NOT NULL, -- the account's platform
  handle       TEXT NOT NULL, -- the account's handle, folded
  native_id    TEXT, -- the account's id, when the source gives it
  account_url  TEXT, -- the account's address as the source gives it
  asserted_by  TEXT NOT NULL, -- who says so
  asserted_url TEXT NOT NULL, -- where
  asserted_at  INTEGER NOT NULL, -- when, µs
  valid_from   INTEGER, -- from when it holds, µs
  valid_to     INTEGER, -- until when, µs
  status       TEXT NOT NULL CHECK (status IN ('candidate', 'accepted', 'rejected')), -- whether it counts
  reason       TEXT, -- why it was accepted or rejected
  supersedes   INTEGER REFERENCES claim(id), -- the claim whose place it takes
  salt         BLOB NOT NULL CHECK (length(salt) = 16), -- random
  hash         BLOB NOT NULL CHECK (length(hash) = 32) -- SHA-256 of the columns before it
) STRICT;
-- Verification and redaction read the rows of one capture.
CREATE INDEX claim_capture ON claim(capture_id);
-- From an account to what is claimed of it.
CREATE INDEX claim_handle ON claim(platform, handle);
-- Whether a later claim took a claim's place: attribution asks for each.
CREATE INDEX claim_supersedes ON claim(supersedes) WHERE supersedes IS NOT NULL;
