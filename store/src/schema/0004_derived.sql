-- Derived: a reading of the evidence, which `whence-collect remap` can make again.

CREATE TABLE account (
  -- Who publishes on one platform; a website is an account of the platform `web`.
  id            INTEGER PRIMARY KEY, -- row
  platform      TEXT NOT NULL, -- the platform
  native_id     TEXT, -- the platform's id, once known
  handle        TEXT NOT NULL, -- the handle, folded: without `@`, in lower case
  shown_handle  TEXT NOT NULL, -- the handle as last shown
  name          TEXT, -- the display name as last shown
  description   TEXT, -- the description as last shown
  label         TEXT, -- what the platform last said of it
  opened_at     INTEGER, -- when it was opened, µs
  publisher     TEXT CHECK (publisher IN ('office', 'outlet', 'person')), -- what the operator's configuration says of it
  first_seen_at INTEGER NOT NULL, -- first capture, µs
  last_seen_at  INTEGER NOT NULL -- last capture, µs
) STRICT;
-- A platform's id is one account.
CREATE UNIQUE INDEX account_native ON account(platform, native_id) WHERE native_id IS NOT NULL;
-- Accounts are found by handle when a file gives no id, and when claims are joined.
CREATE INDEX account_handle ON account(platform, handle);

CREATE TABLE item (
  -- Anything published by an account at a time, as its source last showed it.
  id                INTEGER PRIMARY KEY, -- row; in exports the platform and its id stand for it
  platform          TEXT NOT NULL, -- the platform
  native_id         TEXT NOT NULL, -- the platform's id; the canonical address of a page
  account_id        INTEGER NOT NULL REFERENCES account(id), -- who published it
  source_id         INTEGER NOT NULL REFERENCES source(id), -- the source that gives its text
  capture_id        INTEGER NOT NULL REFERENCES capture(id) DEFERRABLE INITIALLY DEFERRED, -- the capture that its text was read from
  kind              TEXT NOT NULL CHECK (kind IN ('post', 'repost', 'reply', 'quote', 'article', 'video', 'comment', 'ranking')), -- what it is
  created_at        INTEGER NOT NULL, -- when it was published, µs
  created_precision TEXT NOT NULL CHECK (created_precision IN ('second', 'minute', 'hour', 'day', 'relative', 'none')), -- how precisely that is known
  created_original  TEXT NOT NULL, -- the time as it was written
  created_basis     TEXT NOT NULL, -- the field that said so
  modified_at       INTEGER, -- when it was last changed, as it says itself, µs
  first_seen_at     INTEGER NOT NULL, -- first capture, µs
  last_seen_at      INTEGER NOT NULL, -- last capture, µs
  gone_at           INTEGER, -- when it was found gone, µs
  title             TEXT, -- its title
  text              TEXT NOT NULL, -- its text
  byline            TEXT, -- the people it names as authors, as written
  lang              TEXT, -- its language
  lang_source       TEXT CHECK (lang_source IN ('platform', 'author', 'detected')), -- who says so
  url               TEXT, -- where people read it
  repost_of         TEXT, -- the item that it passes on, by the platform's id
  quote_of          TEXT, -- the item that it quotes
  reply_to          TEXT, -- the item that it answers
  thread_id         TEXT, -- its conversation
  rule_version      INTEGER NOT NULL, -- the version of the rule that read it
  UNIQUE (platform, native_id)
) STRICT;
-- The timeline reads a window of all accounts; an account's page reads its own.
CREATE INDEX item_created ON item(created_at);
CREATE INDEX item_account ON item(account_id, created_at);
-- From a capture to what was read from it. A capture is sealed after its rows are in: SQLite then looks for those that wait
-- for it, in every table that refers to captures, and without this index would read all items for each capture.
CREATE INDEX item_capture ON item(capture_id);
-- Who amplified or answered an item: the columns are empty for most rows.
CREATE INDEX item_repost ON item(repost_of) WHERE repost_of IS NOT NULL;
CREATE INDEX item_quote ON item(quote_of) WHERE quote_of IS NOT NULL;
CREATE INDEX item_reply ON item(reply_to) WHERE reply_to IS NOT NULL;

CREATE TABLE metric (
  -- A count beside an item, each time that it was seen.
  item_id INTEGER NOT NULL REFERENCES item(id), -- the item
  name    TEXT NOT NULL, -- `likes`, `views`, …
  seen_at INTEGER NOT NULL, -- when, µs
  value   INTEGER NOT NULL, -- the count
  PRIMARY KEY (item_id, name, seen_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE url (
  -- A web address in its one form.
  id           INTEGER PRIMARY KEY, -- row
  canonical    TEXT NOT NULL UNIQUE, -- the address
  host         TEXT NOT NULL, -- its host without `www.`
  rule_version INTEGER NOT NULL -- the version of the rule that made the form
) STRICT;
-- From a site to its pages.
CREATE INDEX url_host ON url(host);

CREATE TABLE link (
  -- An item links an address.
  item_id INTEGER NOT NULL REFERENCES item(id), -- the item
  url_id  INTEGER NOT NULL REFERENCES url(id), -- the address
  raw     TEXT NOT NULL, -- the address as written
  PRIMARY KEY (item_id, url_id)
) STRICT, WITHOUT ROWID;
-- From a page to everyone who linked it.
CREATE INDEX link_url ON link(url_id);

CREATE TABLE tag (
  -- An item carries a hashtag.
  item_id INTEGER NOT NULL REFERENCES item(id), -- the item
  tag     TEXT NOT NULL, -- the tag, folded, without `#`
  PRIMARY KEY (item_id, tag)
) STRICT, WITHOUT ROWID;
-- From a tag to everyone who used it.
CREATE INDEX tag_tag ON tag(tag);

CREATE TABLE mention (
  -- An item names an account.
  item_id   INTEGER NOT NULL REFERENCES item(id), -- the item
  handle    TEXT NOT NULL, -- the handle, folded
  native_id TEXT, -- the platform's id
  PRIMARY KEY (item_id, handle)
) STRICT, WITHOUT ROWID;

CREATE TABLE media (
  -- A picture or film of an item.
  item_id INTEGER NOT NULL REFERENCES item(id), -- the item
  n       INTEGER NOT NULL, -- its place, from 0
  kind    TEXT NOT NULL, -- `photo`, `video`, …
  url     TEXT, -- where it lies
  alt     TEXT, -- its alternative text
  PRIMARY KEY (item_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE object (
  -- What items share, by number: hosts, hashtags, accounts and items named by the platform's id.
  id   INTEGER PRIMARY KEY, -- row
  kind INTEGER NOT NULL, -- as in `share`
  key  TEXT NOT NULL, -- the host, the tag, the handle; for items and accounts of a platform `PLATFORM/ID`
  UNIQUE (kind, key)
) STRICT;

CREATE TABLE share (
  -- An item carries an object: the unit of coordination. Clustered, so that one sweep in order reads all shares of an object in time.
  kind       INTEGER NOT NULL, -- 1 repost, 2 quote, 3 reply, 4 url, 5 domain, 6 text, 7 tag, 8 mention, 9 media
  object_id  INTEGER NOT NULL, -- url: `url.id`; text: the first 63 bits of SHA-256 of the folded title and text; else `object.id`
  at         INTEGER NOT NULL, -- when the item was published, µs
  account_id INTEGER NOT NULL, -- who published it
  item_id    INTEGER NOT NULL, -- the item
  PRIMARY KEY (kind, object_id, at, account_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE actor (
  -- Who is documented to run accounts: an office, an outlet, a person.
  id       INTEGER PRIMARY KEY, -- row
  name     TEXT NOT NULL, -- the name
  kind     TEXT NOT NULL CHECK (kind IN ('office', 'outlet', 'person')), -- what kind
  owner    TEXT NOT NULL, -- who owns or runs it; empty when not known
  parent   TEXT, -- the owner's parent body
  region   TEXT, -- the region that it addresses
  language TEXT, -- the language that it uses
  UNIQUE (name, owner)
) STRICT;

CREATE TABLE series (
  -- A number at a time, from outside or from a counts endpoint.
  name       TEXT NOT NULL, -- the series, such as a ticker
  measure    TEXT NOT NULL, -- what is measured
  at         INTEGER NOT NULL, -- when, µs; the start of the day for daily values
  precision  TEXT NOT NULL CHECK (precision IN ('second', 'minute', 'hour', 'day')), -- how precisely that is known
  local_date TEXT, -- the date as the source wrote it: a trading day has no instant
  value      REAL NOT NULL, -- the value
  unit       TEXT, -- its unit
  capture_id INTEGER NOT NULL REFERENCES capture(id) DEFERRABLE INITIALLY DEFERRED, -- the capture that it was read from
  PRIMARY KEY (name, measure, at)
) STRICT, WITHOUT ROWID;

-- As for items.
CREATE INDEX series_capture ON series(capture_id);

CREATE TABLE observed (
  -- An interval in which a source, or one account of it, was being observed: [from_at, to_at).
  id         INTEGER PRIMARY KEY, -- row
  source_id  INTEGER NOT NULL REFERENCES source(id), -- the source
  account_id INTEGER REFERENCES account(id), -- the account; empty for the whole source
  from_at    INTEGER NOT NULL, -- µs
  to_at      INTEGER NOT NULL CHECK (to_at >= from_at), -- µs, not included
  capture_id INTEGER NOT NULL REFERENCES capture(id) DEFERRABLE INITIALLY DEFERRED -- the capture that last proved it
) STRICT;
-- The intervals of a source or account in order of time: ingest joins them, coverage reads them.
CREATE INDEX observed_source ON observed(source_id, account_id, from_at);
-- As for items.
CREATE INDEX observed_capture ON observed(capture_id);

-- `text` holds folded tokens in order, `variants` Arabic words without their article; ask through terms('…'). What a word is, is
-- decided before (`text/`): the ascii tokenizer parts at the spaces between tokens and takes every other script as it comes.
CREATE VIRTUAL TABLE item_fts USING fts5(text, variants, content='', contentless_delete=1, tokenize='ascii');
-- Words are gathered in memory up to so many bytes before a segment is written: one for most pages, instead of several to be merged.
INSERT INTO item_fts (item_fts, rank) VALUES ('hashsize', 16777216);
