-- Times are UTC microseconds since 1970; ids of platforms are TEXT. Forward only: never edit, add a new file.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- ───── work: what is to be done, rebuilt or forgotten without loss of evidence ─────

CREATE TABLE source (
  id             INTEGER PRIMARY KEY,
  name           TEXT NOT NULL UNIQUE,
  connector      TEXT NOT NULL,
  url            TEXT,
  measure        TEXT NOT NULL DEFAULT 'items' CHECK (measure IN ('items', 'ranking', 'counts')),
  polled_at      INTEGER,
  due_at         INTEGER,
  last_outcome   TEXT
) STRICT;

CREATE TABLE run (
  id          INTEGER PRIMARY KEY,
  command     TEXT NOT NULL,
  version     TEXT NOT NULL,
  config_hash BLOB,
  started_at  INTEGER NOT NULL,
  ended_at    INTEGER,
  outcome     TEXT
) STRICT;

CREATE TABLE task (
  id         INTEGER PRIMARY KEY,
  source_id  INTEGER NOT NULL REFERENCES source(id),
  kind       TEXT NOT NULL,
  url        TEXT NOT NULL,
  context    TEXT NOT NULL DEFAULT '{}',
  state      TEXT NOT NULL DEFAULT 'todo' CHECK (state IN ('todo', 'done', 'failed', 'refused')),
  due_at     INTEGER NOT NULL,
  -- When the page was published, if the source that named it said so: an unread page is a gap in that instant.
  published_at INTEGER,
  attempts   INTEGER NOT NULL DEFAULT 0,
  last_error TEXT,
  UNIQUE (source_id, kind, url)
) STRICT;
-- The frontier asks for what is due, a few rows of many.
CREATE INDEX task_due ON task(due_at) WHERE state = 'todo';

-- Limits hold for a host (`example.org`), a robots.txt for an origin (`https://example.org`): a row of either.
CREATE TABLE host (
  host              TEXT PRIMARY KEY,
  next_allowed_at   INTEGER NOT NULL DEFAULT 0,
  robots_fetched_at INTEGER,
  robots_status     TEXT,
  robots_body       BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE validator (
  url           TEXT PRIMARY KEY,
  etag          TEXT,
  last_modified TEXT,
  capture_id    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
  id        INTEGER PRIMARY KEY,
  run_id    INTEGER NOT NULL REFERENCES run(id),
  source_id INTEGER REFERENCES source(id),
  at        INTEGER NOT NULL,
  kind      TEXT NOT NULL,
  url       TEXT NOT NULL,
  reason    TEXT NOT NULL
) STRICT;

-- ───── evidence: append-only ─────

CREATE TABLE blob (
  id     INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
  size   INTEGER NOT NULL,
  codec  TEXT NOT NULL CHECK (codec IN ('zstd', 'none')),
  bytes  BLOB NOT NULL
) STRICT;

CREATE TABLE capture (
  id              INTEGER PRIMARY KEY,
  run_id          INTEGER NOT NULL REFERENCES run(id),
  source_id       INTEGER NOT NULL REFERENCES source(id),
  kind            TEXT NOT NULL CHECK (kind IN ('http', 'file', 'decision')),
  url             TEXT NOT NULL,
  final_url       TEXT NOT NULL,
  host            TEXT,
  redirects       TEXT NOT NULL,
  method          TEXT,
  status          INTEGER,
  request_headers TEXT NOT NULL,
  headers         TEXT NOT NULL,
  started_at      INTEGER NOT NULL,
  ended_at        INTEGER NOT NULL,
  robots_rule     TEXT,
  outcome         TEXT NOT NULL,
  truncated       INTEGER NOT NULL DEFAULT 0 CHECK (truncated IN (0, 1)),
  blob_id         INTEGER REFERENCES blob(id),
  rows_digest     BLOB NOT NULL CHECK (length(rows_digest) = 32),
  chain           BLOB NOT NULL CHECK (length(chain) = 32)
) STRICT;
-- A second import of the same file asks whether its chunk is already there.
CREATE INDEX capture_url ON capture(url, source_id);
-- Which captures rest on a blob: for redaction and for the evidence list of a report.
CREATE INDEX capture_blob ON capture(blob_id) WHERE blob_id IS NOT NULL;

CREATE TABLE account_version (
  id          INTEGER PRIMARY KEY,
  capture_id  INTEGER NOT NULL REFERENCES capture(id) DEFERRABLE INITIALLY DEFERRED,
  seen_at     INTEGER NOT NULL,
  platform    TEXT NOT NULL,
  native_id   TEXT,
  handle      TEXT NOT NULL,
  name        TEXT,
  description TEXT,
  label       TEXT,
  opened_at   INTEGER
) STRICT;
CREATE INDEX account_version_capture ON account_version(capture_id);
-- Whether a handle ever had another owner, or an account another handle: attribution asks for each claim.
CREATE INDEX account_version_handle ON account_version(platform, handle);
CREATE INDEX account_version_native ON account_version(platform, native_id) WHERE native_id IS NOT NULL;

CREATE TABLE item_version (
  id         INTEGER PRIMARY KEY,
  capture_id INTEGER NOT NULL REFERENCES capture(id) DEFERRABLE INITIALLY DEFERRED,
  seen_at    INTEGER NOT NULL,
  platform   TEXT NOT NULL,
  native_id  TEXT NOT NULL,
  title      TEXT,
  text       TEXT NOT NULL
) STRICT;
CREATE INDEX item_version_capture ON item_version(capture_id);
CREATE INDEX item_version_item ON item_version(platform, native_id);

CREATE TABLE claim (
  id           INTEGER PRIMARY KEY,
  capture_id   INTEGER NOT NULL REFERENCES capture(id) DEFERRABLE INITIALLY DEFERRED,
  actor        TEXT NOT NULL,
  actor_kind   TEXT NOT NULL CHECK (actor_kind IN ('office', 'outlet', 'person')),
  owner        TEXT,
  parent       TEXT,
  region       TEXT,
  language     TEXT,
  platform     TEXT NOT NULL,
  handle       TEXT NOT NULL,
  native_id    TEXT,
  account_url  TEXT,
  asserted_by  TEXT NOT NULL,
  asserted_url TEXT NOT NULL,
  asserted_at  INTEGER NOT NULL,
  valid_from   INTEGER,
  valid_to     INTEGER,
  status       TEXT NOT NULL CHECK (status IN ('candidate', 'accepted', 'rejected')),
  reason       TEXT,
  supersedes   INTEGER REFERENCES claim(id)
) STRICT;
CREATE INDEX claim_capture ON claim(capture_id);
CREATE INDEX claim_handle ON claim(platform, handle);
CREATE INDEX claim_supersedes ON claim(supersedes) WHERE supersedes IS NOT NULL;

CREATE TRIGGER blob_keeps BEFORE UPDATE ON blob BEGIN SELECT RAISE(ABORT, 'evidence is append-only: blob'); END;
CREATE TRIGGER blob_stays BEFORE DELETE ON blob BEGIN SELECT RAISE(ABORT, 'evidence is append-only: blob'); END;
CREATE TRIGGER capture_keeps BEFORE UPDATE ON capture BEGIN SELECT RAISE(ABORT, 'evidence is append-only: capture'); END;
CREATE TRIGGER capture_stays BEFORE DELETE ON capture BEGIN SELECT RAISE(ABORT, 'evidence is append-only: capture'); END;
CREATE TRIGGER account_version_keeps BEFORE UPDATE ON account_version BEGIN SELECT RAISE(ABORT, 'evidence is append-only: account_version'); END;
CREATE TRIGGER account_version_stays BEFORE DELETE ON account_version BEGIN SELECT RAISE(ABORT, 'evidence is append-only: account_version'); END;
CREATE TRIGGER item_version_keeps BEFORE UPDATE ON item_version BEGIN SELECT RAISE(ABORT, 'evidence is append-only: item_version'); END;
CREATE TRIGGER item_version_stays BEFORE DELETE ON item_version BEGIN SELECT RAISE(ABORT, 'evidence is append-only: item_version'); END;
CREATE TRIGGER claim_keeps BEFORE UPDATE ON claim BEGIN SELECT RAISE(ABORT, 'evidence is append-only: claim'); END;
CREATE TRIGGER claim_stays BEFORE DELETE ON claim BEGIN SELECT RAISE(ABORT, 'evidence is append-only: claim'); END;
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

-- ───── derived: can be made again from evidence ─────

CREATE TABLE account (
  id            INTEGER PRIMARY KEY,
  platform      TEXT NOT NULL,
  native_id     TEXT,
  handle        TEXT NOT NULL,
  shown_handle  TEXT NOT NULL,
  name          TEXT,
  description   TEXT,
  label         TEXT,
  opened_at     INTEGER,
  publisher     TEXT CHECK (publisher IN ('office', 'outlet', 'person')),
  first_seen_at INTEGER NOT NULL,
  last_seen_at  INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX account_native ON account(platform, native_id) WHERE native_id IS NOT NULL;
-- Accounts are found by handle when a file gives no id, and when claims are joined.
CREATE INDEX account_handle ON account(platform, handle);

CREATE TABLE item (
  id                INTEGER PRIMARY KEY,
  platform          TEXT NOT NULL,
  native_id         TEXT NOT NULL,
  account_id        INTEGER NOT NULL REFERENCES account(id),
  source_id         INTEGER NOT NULL REFERENCES source(id),
  capture_id        INTEGER NOT NULL REFERENCES capture(id) DEFERRABLE INITIALLY DEFERRED,
  kind              TEXT NOT NULL CHECK (kind IN ('post', 'repost', 'reply', 'quote', 'article', 'video', 'comment', 'ranking')),
  created_at        INTEGER NOT NULL,
  created_precision TEXT NOT NULL CHECK (created_precision IN ('second', 'minute', 'hour', 'day', 'relative', 'none')),
  created_original  TEXT NOT NULL,
  created_basis     TEXT NOT NULL,
  modified_at       INTEGER,
  first_seen_at     INTEGER NOT NULL,
  last_seen_at      INTEGER NOT NULL,
  gone_at           INTEGER,
  title             TEXT,
  text              TEXT NOT NULL,
  byline            TEXT,
  lang              TEXT,
  lang_source       TEXT CHECK (lang_source IN ('platform', 'author', 'detected')),
  url               TEXT,
  repost_of         TEXT,
  quote_of          TEXT,
  reply_to          TEXT,
  thread_id         TEXT,
  content_hash      BLOB NOT NULL,
  rule_version      INTEGER NOT NULL,
  UNIQUE (platform, native_id)
) STRICT;
-- The timeline reads a window of all accounts; an account's page reads its own.
CREATE INDEX item_created ON item(created_at);
CREATE INDEX item_account ON item(account_id, created_at);
-- Who amplified or answered an item: the columns are empty for most rows.
CREATE INDEX item_repost ON item(repost_of) WHERE repost_of IS NOT NULL;
CREATE INDEX item_quote ON item(quote_of) WHERE quote_of IS NOT NULL;
CREATE INDEX item_reply ON item(reply_to) WHERE reply_to IS NOT NULL;

CREATE TABLE metric (
  item_id INTEGER NOT NULL REFERENCES item(id),
  name    TEXT NOT NULL,
  seen_at INTEGER NOT NULL,
  value   INTEGER NOT NULL,
  PRIMARY KEY (item_id, name, seen_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE url (
  id           INTEGER PRIMARY KEY,
  canonical    TEXT NOT NULL UNIQUE,
  host         TEXT NOT NULL,
  rule_version INTEGER NOT NULL
) STRICT;
CREATE INDEX url_host ON url(host);

CREATE TABLE link (
  item_id INTEGER NOT NULL REFERENCES item(id),
  url_id  INTEGER NOT NULL REFERENCES url(id),
  raw     TEXT NOT NULL,
  PRIMARY KEY (item_id, url_id)
) STRICT, WITHOUT ROWID;
-- From a page to everyone who linked it.
CREATE INDEX link_url ON link(url_id);

CREATE TABLE tag (
  item_id INTEGER NOT NULL REFERENCES item(id),
  tag     TEXT NOT NULL,
  PRIMARY KEY (item_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_tag ON tag(tag);

CREATE TABLE mention (
  item_id   INTEGER NOT NULL REFERENCES item(id),
  handle    TEXT NOT NULL,
  native_id TEXT,
  PRIMARY KEY (item_id, handle)
) STRICT, WITHOUT ROWID;

CREATE TABLE media (
  item_id INTEGER NOT NULL REFERENCES item(id),
  n       INTEGER NOT NULL,
  kind    TEXT NOT NULL,
  url     TEXT,
  alt     TEXT,
  PRIMARY KEY (item_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE actor (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('office', 'outlet', 'person')),
  owner    TEXT NOT NULL,
  parent   TEXT,
  region   TEXT,
  language TEXT,
  UNIQUE (name, owner)
) STRICT;

CREATE TABLE series (
  name       TEXT NOT NULL,
  measure    TEXT NOT NULL,
  at         INTEGER NOT NULL,
  precision  TEXT NOT NULL CHECK (precision IN ('second', 'minute', 'hour', 'day')),
  local_date TEXT,
  value      REAL NOT NULL,
  unit       TEXT,
  capture_id INTEGER NOT NULL REFERENCES capture(id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (name, measure, at)
) STRICT, WITHOUT ROWID;

-- Intervals in which a source, or one account of it, was being observed: [from_at, to_at).
CREATE TABLE observed (
  id         INTEGER PRIMARY KEY,
  source_id  INTEGER NOT NULL REFERENCES source(id),
  account_id INTEGER REFERENCES account(id),
  from_at    INTEGER NOT NULL,
  to_at      INTEGER NOT NULL CHECK (to_at >= from_at),
  capture_id INTEGER NOT NULL REFERENCES capture(id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX observed_source ON observed(source_id, account_id, from_at);

-- `text` holds folded tokens in order, `variants` Arabic words without their article; ask through terms('…'). What a word is, is
-- decided before (`text/`): the ascii tokenizer parts at the spaces between tokens and takes every other script as it comes.
CREATE VIRTUAL TABLE item_fts USING fts5(text, variants, content='', contentless_delete=1, tokenize='ascii');

-- ───── views: the documented face for people ─────

-- Who an account is, by accepted claims. A claim with a platform's id holds for that id alone. A claim by handle holds for
-- whoever has that handle, unless it changed hands as far as was captured: where two ids had it, or the account had
-- another handle before, nobody is named.
CREATE VIEW attribution AS
  SELECT account.id AS account_id, account.platform, account.shown_handle AS handle,
         claim.id AS claim_id, claim.actor, claim.actor_kind, claim.owner, claim.parent,
         claim.asserted_by, claim.asserted_url, claim.asserted_at, claim.valid_from, claim.valid_to, claim.capture_id
  FROM claim
  JOIN account ON account.platform = claim.platform AND account.native_id = claim.native_id
  WHERE claim.native_id IS NOT NULL AND claim.status = 'accepted'
    AND NOT EXISTS (SELECT 1 FROM claim AS later WHERE later.supersedes = claim.id)
  UNION ALL
  SELECT account.id, account.platform, account.shown_handle,
         claim.id, claim.actor, claim.actor_kind, claim.owner, claim.parent,
         claim.asserted_by, claim.asserted_url, claim.asserted_at, claim.valid_from, claim.valid_to, claim.capture_id
  FROM claim
  JOIN account ON account.platform = claim.platform AND account.handle = claim.handle
  WHERE claim.native_id IS NULL AND claim.status = 'accepted'
    AND NOT EXISTS (SELECT 1 FROM claim AS later WHERE later.supersedes = claim.id)
    AND NOT EXISTS (
      SELECT 1 FROM account_version AS other
      WHERE other.platform = claim.platform AND other.handle = claim.handle AND other.native_id IS NOT NULL
        AND other.native_id IS NOT account.native_id)
    AND NOT EXISTS (
      SELECT 1 FROM account_version AS other
      WHERE other.platform = account.platform AND other.native_id = account.native_id AND other.handle <> claim.handle);

CREATE VIEW post AS
  SELECT item.id, item.platform, item.native_id, account.shown_handle AS handle, account.name, item.kind,
         strftime('%Y-%m-%dT%H:%M:%SZ', item.created_at / 1000000, 'unixepoch') AS created, item.created_precision,
         item.text, item.lang, item.url, item.repost_of, item.quote_of, item.reply_to, item.capture_id
  FROM item JOIN account ON account.id = item.account_id
  WHERE item.kind IN ('post', 'repost', 'reply', 'quote', 'comment', 'video');

CREATE VIEW article AS
  SELECT item.id, account.shown_handle AS site, item.title, item.byline,
         strftime('%Y-%m-%dT%H:%M:%SZ', item.created_at / 1000000, 'unixepoch') AS published, item.created_precision,
         item.created_basis, strftime('%Y-%m-%dT%H:%M:%SZ', item.modified_at / 1000000, 'unixepoch') AS modified,
         item.lang, item.url, item.text, item.capture_id
  FROM item JOIN account ON account.id = item.account_id WHERE item.kind = 'article';

CREATE VIEW hourly AS
  SELECT strftime('%Y-%m-%dT%H:00Z', created_at / 1000000, 'unixepoch') AS hour, platform, kind, count(*) AS items
  FROM item GROUP BY 1, 2, 3;

CREATE VIEW coverage AS
  SELECT source.name AS source, account.platform, account.shown_handle AS handle,
         strftime('%Y-%m-%dT%H:%M:%SZ', observed.from_at / 1000000, 'unixepoch') AS observed_from,
         strftime('%Y-%m-%dT%H:%M:%SZ', observed.to_at / 1000000, 'unixepoch') AS observed_to
  FROM observed JOIN source ON source.id = observed.source_id LEFT JOIN account ON account.id = observed.account_id;

CREATE VIEW politeness AS
  SELECT host, strftime('%Y-%m-%dT%H:%M:%fZ', started_at / 1000000.0, 'unixepoch') AS started,
         (started_at - lag(ended_at) OVER (PARTITION BY host ORDER BY id)) / 1000000.0 AS gap_seconds,
         status, robots_rule, url
  FROM capture WHERE kind = 'http';

-- Full text for everybody: SELECT … FROM search WHERE words MATCH terms('…'). `words` is the whole index, `text` and `variants`
-- both; it stands for nothing that could be shown. The smaller `rank`, the better the match. CROSS JOIN keeps the index in front:
-- asked once for each item instead, it would be slow.
CREATE VIEW search AS
  SELECT item_fts.item_fts AS words, item.id, item.platform, item.native_id, account.shown_handle AS handle, account.name, item.kind,
         strftime('%Y-%m-%dT%H:%M:%SZ', item.created_at / 1000000, 'unixepoch') AS created, item.created_precision,
         item.title, item.text, item.lang, item.url, item.repost_of, item.quote_of, item.reply_to, item.capture_id,
         item.account_id, item.created_at, item_fts.rank
  FROM item_fts CROSS JOIN item ON item.id = item_fts.rowid JOIN account ON account.id = item.account_id;
