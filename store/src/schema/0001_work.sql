-- What is to be done, and what hosts asked for: kept between runs, worth nothing as evidence.
-- Times are UTC microseconds since 1970; ids of platforms are TEXT. Forward only: never edit, add a new file.

CREATE TABLE meta (
  -- The store's own facts: keys, and what is still to be finished.
  key   TEXT PRIMARY KEY, -- its name
  value BLOB NOT NULL -- its value
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
  -- A configured thing to collect, or an import preset.
  id           INTEGER PRIMARY KEY, -- row
  name         TEXT NOT NULL UNIQUE, -- its name in the configuration; `import:PRESET` for files
  connector    TEXT NOT NULL, -- what reads it
  url          TEXT, -- its address, for sources of the network
  measure      TEXT NOT NULL DEFAULT 'items' CHECK (measure IN ('items', 'ranking', 'counts')), -- what counting its items means: a ranking is never volume
  polled_at    INTEGER, -- when it was last asked, µs
  due_at       INTEGER, -- when it is to be asked again, µs
  last_outcome TEXT, -- what became of the last poll
  forgotten    INTEGER NOT NULL DEFAULT 0 CHECK (forgotten IN (0, 1)) -- 1 when it was forgotten: it is not asked again
) STRICT;

CREATE TABLE run (
  -- One run of a program that writes.
  id          INTEGER PRIMARY KEY, -- row
  command     TEXT NOT NULL, -- what was run
  version     TEXT NOT NULL, -- the program's version
  config_hash BLOB, -- SHA-256 of its configuration, where it has one
  started_at  INTEGER NOT NULL, -- µs
  ended_at    INTEGER, -- µs; empty while it runs, and for a run that was killed
  outcome     TEXT -- `done`, `incomplete` or `failed`
) STRICT;

CREATE TABLE task (
  -- A request that is still to be made, or was made.
  id           INTEGER PRIMARY KEY, -- row
  source_id    INTEGER NOT NULL REFERENCES source(id), -- the source that it belongs to
  kind         TEXT NOT NULL, -- what reads the answer
  url          TEXT NOT NULL, -- what to ask for
  context      TEXT NOT NULL DEFAULT '{}', -- what the connector wants to remember, JSON
  state        TEXT NOT NULL DEFAULT 'todo' CHECK (state IN ('todo', 'done', 'failed', 'refused')), -- where it stands
  due_at       INTEGER NOT NULL, -- not before, µs
  published_at INTEGER, -- when the page was published, µs, if the source that named it said so: an unread page is a gap then
  attempts     INTEGER NOT NULL DEFAULT 0, -- failures so far
  priority     INTEGER NOT NULL DEFAULT 0, -- higher ones are asked for first within a host
  last_error   TEXT, -- the last of them
  UNIQUE (source_id, kind, url)
) STRICT;
-- The frontier asks for what is due, a few rows of many.
CREATE INDEX task_due ON task(due_at) WHERE state = 'todo';
-- The pages of a source, the longest waiting first: each source has a share of what is taken up at once.
CREATE INDEX task_next ON task(source_id, due_at) WHERE state = 'todo';

CREATE TABLE cursor (
  -- Where a connector stopped in a source, so that the next run goes on there.
  source_id  INTEGER NOT NULL REFERENCES source(id), -- the source
  name       TEXT NOT NULL, -- which of its cursors
  value      TEXT NOT NULL, -- what the connector wrote
  capture_id INTEGER NOT NULL, -- the capture that it was read from
  PRIMARY KEY (source_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE host (
  -- What is remembered of a host (`example.org`: limits) or an origin (`https://example.org`: robots.txt).
  host              TEXT PRIMARY KEY, -- the host or origin
  next_allowed_at   INTEGER NOT NULL DEFAULT 0, -- when it may be asked again, µs
  robots_fetched_at INTEGER, -- when its robots.txt was fetched, µs
  robots_status     TEXT, -- `ok`, `none` or `unreachable`
  robots_body       BLOB -- its bytes, up to the parser's limit
) STRICT, WITHOUT ROWID;

CREATE TABLE validator (
  -- What to ask a page with next time, so that an unchanged one costs no body.
  url           TEXT PRIMARY KEY, -- the address
  etag          TEXT, -- its ETag
  last_modified TEXT, -- its Last-Modified
  capture_id    INTEGER NOT NULL -- the capture that gave them
) STRICT, WITHOUT ROWID;

CREATE TABLE budget (
  -- What was spent of a quota in its present window.
  scope      TEXT NOT NULL, -- whose quota: a source's name, a host, a platform
  unit       TEXT NOT NULL, -- what is counted: `requests`, `bytes`, `cents`
  window_at  INTEGER NOT NULL, -- when the window began, µs
  spent      INTEGER NOT NULL CHECK (spent >= 0), -- so much, in the unit
  PRIMARY KEY (scope, unit)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
  -- A refusal: what was not asked for, and the rule that forbade it.
  id        INTEGER PRIMARY KEY, -- row
  run_id    INTEGER NOT NULL REFERENCES run(id), -- the run
  source_id INTEGER REFERENCES source(id), -- the source, where there is one
  at        INTEGER NOT NULL, -- when, µs
  kind      TEXT NOT NULL, -- what refused it: `robots`, `address`, `redirects`, `budget`, …
  url       TEXT NOT NULL, -- what was refused
  reason    TEXT NOT NULL -- the rule, in words
) STRICT;
