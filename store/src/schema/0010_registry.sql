-- Registries and lists: claims of the kind `indicator`, what claims say together, and which items carry what is listed.

-- A claim may be an indicator now. The views that read claims are made anew below; rows and their hashes stay as they are.
DROP VIEW standing;
DROP VIEW attribution;
ALTER TABLE claim RENAME TO claim_before;
CREATE TABLE claim (
  -- A sourced statement that an account belongs to an actor; or, of the kind `indicator`, that a list names a domain, an address or a
  -- handle. An indicator says what is listed, by whom and where, and never who is behind it.
  id           INTEGER PRIMARY KEY, -- row
  capture_id   INTEGER NOT NULL REFERENCES capture(id) DEFERRABLE INITIALLY DEFERRED, -- the capture that states it
  actor        TEXT NOT NULL, -- the actor's name; of an indicator the name of the list or campaign
  actor_kind   TEXT NOT NULL CHECK (actor_kind IN ('office', 'outlet', 'person', 'indicator')), -- what kind of actor; `indicator`: none, it is listed
  owner        TEXT, -- who owns or runs it
  parent       TEXT, -- the owner's parent body
  region       TEXT, -- the region that it addresses
  language     TEXT, -- the language that it uses
  platform     TEXT NOT NULL, -- the account's platform; `web` for a listed domain or address
  handle       TEXT NOT NULL, -- the account's handle, folded; listed: `a.example` with all below it, `a.example/b/*` an address and what lies below it, `a.example/b` that address alone
  native_id    TEXT, -- the account's id, when the source gives it
  account_url  TEXT, -- the account's address as the source gives it
  asserted_by  TEXT NOT NULL, -- who says so
  asserted_url TEXT NOT NULL, -- where
  asserted_at  INTEGER NOT NULL, -- when, µs
  valid_from   INTEGER, -- from when it holds, µs
  valid_to     INTEGER, -- until when, µs, not included
  status       TEXT NOT NULL CHECK (status IN ('candidate', 'accepted', 'rejected')), -- whether it counts
  reason       TEXT, -- why it was accepted or rejected
  supersedes   INTEGER REFERENCES claim(id), -- the claim whose place it takes
  salt         BLOB NOT NULL CHECK (length(salt) = 16), -- random
  hash         BLOB NOT NULL CHECK (length(hash) = 32) -- SHA-256 of the columns before it
) STRICT;
INSERT INTO claim SELECT * FROM claim_before ORDER BY id;
DROP TABLE claim_before;
-- Verification and redaction read the rows of one capture.
CREATE INDEX claim_capture ON claim(capture_id);
-- From an account to what is claimed of it.
CREATE INDEX claim_handle ON claim(platform, handle);
-- The same by the platform's id.
CREATE INDEX claim_native ON claim(platform, native_id) WHERE native_id IS NOT NULL;
-- Whether a later claim took a claim's place: attribution asks for each.
CREATE INDEX claim_supersedes ON claim(supersedes) WHERE supersedes IS NOT NULL;
-- Indicators are many, and not looked at where actors are asked for.
CREATE INDEX claim_indicator ON claim(platform) WHERE actor_kind = 'indicator';
CREATE TRIGGER claim_keeps BEFORE UPDATE ON claim WHEN NOT EXISTS (SELECT 1 FROM forget_grant)
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: claim'); END;
CREATE TRIGGER claim_stays BEFORE DELETE ON claim WHEN NOT EXISTS (SELECT 1 FROM forget_grant)
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: claim'); END;
-- REPLACE deletes the row in its way without firing the triggers above: a row that is there already is not written again.
CREATE TRIGGER claim_once BEFORE INSERT ON claim WHEN EXISTS (SELECT 1 FROM claim WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'evidence is append-only: claim'); END;

CREATE TABLE spelled (
  -- An address in the words of an item, in whatever form: `https://…`, `evil[.]example`, `hxxps://…`, a bare host. Who writes it need not
  -- link it: no share comes of it.
  item_id INTEGER NOT NULL REFERENCES item(id), -- the item
  address TEXT NOT NULL, -- the address in its one form
  PRIMARY KEY (item_id, address)
) STRICT, WITHOUT ROWID;
-- From an address, or from a site, which is a range of them, to everyone who wrote it.
CREATE INDEX spelled_address ON spelled(address);

CREATE TABLE domain (
  -- Each host that an item links or spells, or that is an account, with the domains that it lies under and itself: `a.b.example`
  -- lies under `b.example` and `example`.
  domain TEXT NOT NULL, -- the domain
  host   TEXT NOT NULL, -- the host
  PRIMARY KEY (domain, host)
) STRICT, WITHOUT ROWID;
-- From a host to what it lies under; whether it is known already.
CREATE INDEX domain_host ON domain(host);

CREATE VIEW accepted_claim AS
  -- Claims that count: accepted, in nobody's place any more, and not rejected by the operator in another edition of the same source.
  SELECT claim.id, -- the claim
         claim.actor, -- whom it names; of an indicator the list or campaign
         claim.actor_kind, -- `office`, `outlet`, `person`; or `indicator`
         claim.owner, -- who owns or runs the actor
         claim.platform, -- the account's platform
         claim.handle, -- the account's handle, folded, or what is listed
         claim.native_id, -- the account's id, where the source gives it
         claim.asserted_by, -- who says so
         claim.valid_from, -- from when it holds, µs; empty: not said
         claim.valid_to -- until when, µs; empty: not said
  FROM claim
  WHERE claim.status = 'accepted'
    AND NOT EXISTS (SELECT 1 FROM claim AS later WHERE later.supersedes = claim.id)
    AND NOT EXISTS (
      SELECT 1 FROM claim AS refused JOIN capture ON capture.id = refused.capture_id
      WHERE refused.platform = claim.platform AND refused.handle = claim.handle AND refused.status = 'rejected'
        AND refused.actor = claim.actor AND refused.asserted_by = claim.asserted_by AND refused.native_id IS claim.native_id
        AND capture.kind = 'decision' AND NOT EXISTS (SELECT 1 FROM claim AS later WHERE later.supersedes = refused.id));

CREATE VIEW held AS
  -- Which claim that counts meets which account, contradictions included. A claim with a platform's id holds for that id alone; until
  -- the id was captured, it holds for an account without one that has the handle. A claim by handle holds for whoever has that handle,
  -- unless it changed hands as far as was captured: where two ids had it, or the account had another handle before, it meets nobody.
  SELECT claim.id AS claim_id, -- the claim
         account.id AS account_id, -- the account
         'id' AS matched_by -- how they meet: by the platform's `id` or by `handle`
  FROM accepted_claim AS claim
  JOIN account ON account.platform = claim.platform AND account.native_id = claim.native_id
  WHERE claim.native_id IS NOT NULL
  UNION ALL
  SELECT claim.id, account.id, 'handle'
  FROM accepted_claim AS claim
  JOIN account ON account.platform = claim.platform AND account.handle = claim.handle
  WHERE claim.native_id IS NULL
    AND NOT EXISTS (
      SELECT 1 FROM account_version AS other
      -- The plus keeps the index by handle: the one by id would read every account of the platform for each claim.
      WHERE other.platform = claim.platform AND other.handle = claim.handle AND +other.native_id IS NOT NULL
        AND other.native_id IS NOT account.native_id)
    AND NOT EXISTS (
      SELECT 1 FROM account_version AS other
      WHERE other.platform = account.platform AND other.native_id = account.native_id AND other.handle <> claim.handle)
  UNION ALL
  SELECT claim.id, account.id, 'handle'
  FROM accepted_claim AS claim
  JOIN account ON account.platform = claim.platform AND account.handle = claim.handle
  WHERE claim.native_id IS NOT NULL AND +account.native_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM account AS known WHERE known.platform = claim.platform AND known.native_id = claim.native_id)
    AND NOT EXISTS (
      SELECT 1 FROM account_version AS other
      WHERE other.platform = claim.platform AND other.handle = claim.handle AND +other.native_id IS NOT NULL
        AND other.native_id <> claim.native_id);

CREATE VIEW claimed AS
  -- What claims that count say of accounts, those included that contradict each other; `attribution` has the others alone.
  WITH met AS MATERIALIZED (
    SELECT held.account_id, held.claim_id, held.matched_by, claim.actor, claim.owner,
           coalesce(claim.valid_from, -9223372036854775807) AS since, coalesce(claim.valid_to, 9223372036854775807) AS until
    FROM held JOIN claim ON claim.id = held.claim_id WHERE claim.actor_kind <> 'indicator'),
  against AS MATERIALIZED (
    SELECT DISTINCT one.account_id, one.claim_id FROM met AS one JOIN met AS other ON other.account_id = one.account_id
    WHERE (one.actor <> other.actor COLLATE NOCASE OR one.owner <> other.owner COLLATE NOCASE)
      AND one.since < other.until AND other.since < one.until)
  SELECT met.account_id, -- the account
         account.platform, -- its platform
         account.shown_handle AS handle, -- its handle as last shown
         met.claim_id, -- the claim
         claim.actor, -- whom it names
         claim.actor_kind, -- `office`, `outlet` or `person`
         claim.owner, -- who owns or runs the actor
         claim.parent, -- the owner's parent body
         claim.region, -- the region that the actor addresses
         claim.language, -- the language that it uses
         met.matched_by, -- how the claim meets the account: by the platform's `id` or by `handle`
         (met.account_id, met.claim_id) IN (SELECT account_id, claim_id FROM against) AS in_conflict, -- 1 where another claim that counts gives the account to another actor at the same time: neither names anybody
         claim.asserted_by, -- who says so
         claim.asserted_url, -- where
         claim.asserted_at, -- when, µs
         claim.valid_from, -- from when it holds, µs; empty: not said
         claim.valid_to, -- until when, µs; empty: not said
         claim.capture_id -- the evidence: the capture that states it
  FROM met JOIN claim ON claim.id = met.claim_id JOIN account ON account.id = met.account_id;

CREATE VIEW listed AS
  -- What matches an indicator that counts: an account by its handle or domain, or an item by what it links, spells or is.
  WITH site (claim_id, domain, host) AS (
    SELECT claim.id, domain.domain, domain.host
    FROM accepted_claim AS claim CROSS JOIN domain ON domain.domain = claim.handle
    WHERE claim.actor_kind = 'indicator' AND claim.platform = 'web'),
  pattern (claim_id, place, is_wide) AS (
    SELECT id, CASE WHEN handle GLOB '*/[*]' THEN substr(handle, 1, length(handle) - 2) ELSE handle END, handle GLOB '*/[*]'
    FROM accepted_claim WHERE actor_kind = 'indicator' AND platform = 'web' AND instr(handle, '/') > 0),
  span (claim_id, low, high) AS (
    SELECT claim_id, scheme.name || place, scheme.name || place FROM pattern, (SELECT 'https://' AS name UNION ALL SELECT 'http://') AS scheme
    UNION ALL
    SELECT claim_id, scheme.name || place || '/', scheme.name || place || '/' || iif(is_wide, char(1114111), '')
    FROM pattern, (SELECT 'https://' AS name UNION ALL SELECT 'http://') AS scheme
    UNION ALL
    SELECT claim_id, scheme.name || place || '?', scheme.name || place || '?' || char(1114111)
    FROM pattern, (SELECT 'https://' AS name UNION ALL SELECT 'http://') AS scheme WHERE is_wide)
  SELECT held.claim_id, -- the claim: the indicator
         held.account_id, -- the account; empty where an item matches
         NULL AS item_id, -- the item; empty where an account matches
         held.matched_by -- `id`, `handle`, `domain`, `subdomain` or `url`
  FROM claim CROSS JOIN held ON held.claim_id = claim.id WHERE claim.actor_kind = 'indicator' AND claim.platform <> 'web'
  UNION
  SELECT site.claim_id, account.id, NULL, iif(site.host = site.domain, 'domain', 'subdomain')
  FROM site CROSS JOIN account ON account.platform = 'web' AND account.handle = site.host
  UNION
  SELECT site.claim_id, NULL, link.item_id, iif(site.host = site.domain, 'domain', 'subdomain')
  FROM site CROSS JOIN url ON url.host = site.host CROSS JOIN link ON link.url_id = url.id
  UNION
  SELECT site.claim_id, NULL, spelled.item_id, iif(site.host = site.domain, 'domain', 'subdomain')
  FROM site CROSS JOIN (SELECT 'https://' AS name UNION ALL SELECT 'http://') AS scheme
  CROSS JOIN spelled ON spelled.address BETWEEN scheme.name || site.host || '/' AND scheme.name || site.host || '/' || char(1114111)
  UNION
  SELECT span.claim_id, NULL, link.item_id, 'url'
  FROM span CROSS JOIN url ON url.canonical BETWEEN span.low AND span.high CROSS JOIN link ON link.url_id = url.id
  UNION
  SELECT span.claim_id, NULL, spelled.item_id, 'url'
  FROM span CROSS JOIN spelled ON spelled.address BETWEEN span.low AND span.high
  UNION
  SELECT span.claim_id, NULL, item.id, 'url'
  FROM span CROSS JOIN item ON item.platform = 'web' AND item.native_id BETWEEN span.low AND span.high;

CREATE VIEW attribution AS
  -- Who an account is, by accepted claims: a row for each account and claim; and, apart from these, what is on a list. An account without
  -- a row is not named; that says nothing of it. Claims that contradict each other name nobody, see `conflict`. A row with `listed` names
  -- nobody: a list has this domain, address or handle, and who stands behind it is not said.
  SELECT account_id, -- the account; empty where an item carries what is listed
         platform, -- its platform
         handle, -- its handle as last shown
         claim_id, -- the claim
         actor, -- whom it names; empty for what is listed
         actor_kind, -- `office`, `outlet` or `person`; `indicator` for what is listed
         owner, -- who owns or runs the actor
         parent, -- the owner's parent body
         region, -- the region that the actor addresses
         language, -- the language that it uses
         matched_by, -- how they meet: by the platform's `id` or by `handle`; of what is listed also by `domain`, `subdomain` or `url`
         NULL AS listed, -- `listed indicator of …`: the list or campaign; empty where an actor is named
         NULL AS item_id, -- the item that carries what is listed; empty where it is about an account
         asserted_by, -- who says so
         asserted_url, -- where
         strftime('%Y-%m-%d', asserted_at / 1000000, 'unixepoch') AS asserted, -- when, the date (UTC)
         asserted_at, -- when, µs
         valid_from, -- from when it holds, µs; empty: not said. Items of before are not the actor's, see `attributed`
         valid_to, -- until when, µs; empty: not said
         capture_id -- the evidence: the capture that states it
  FROM claimed WHERE in_conflict = 0
  UNION ALL
  SELECT listed.account_id, coalesce(account.platform, item.platform), account.shown_handle, listed.claim_id, NULL, claim.actor_kind, NULL,
         NULL, NULL, NULL, listed.matched_by, 'listed indicator of ' || claim.actor, listed.item_id, claim.asserted_by,
         claim.asserted_url, strftime('%Y-%m-%d', claim.asserted_at / 1000000, 'unixepoch'), claim.asserted_at, claim.valid_from,
         claim.valid_to, claim.capture_id
  FROM listed JOIN claim ON claim.id = listed.claim_id LEFT JOIN account ON account.id = listed.account_id
  LEFT JOIN item ON item.id = listed.item_id;

CREATE VIEW attributed AS
  -- Items with the actors that accepted claims give their accounts for the time when they were published.
  SELECT item.id AS item_id, -- the item
         item.platform, -- its platform
         claimed.handle, -- its author's handle as last shown
         claimed.actor, -- whom the claim names
         claimed.actor_kind, -- `office`, `outlet` or `person`
         claimed.owner, -- who owns or runs the actor
         strftime('%Y-%m-%dT%H:%M:%SZ', item.created_at / 1000000, 'unixepoch') AS created, -- when it was published (UTC)
         item.account_id, -- its author's row
         claimed.claim_id, -- the claim
         item.created_at -- when it was published, µs
  FROM claimed JOIN item ON item.account_id = claimed.account_id
  WHERE claimed.in_conflict = 0 AND (claimed.valid_from IS NULL OR claimed.valid_from <= item.created_at)
    AND (claimed.valid_to IS NULL OR item.created_at < claimed.valid_to);

CREATE VIEW conflict AS
  -- Accepted claims that cannot all be right, each pair once. Nothing is decided by it: `whence-collect claims` does that.
  WITH pair (one_id, other_id) AS MATERIALIZED (
    SELECT one.id, other.id FROM accepted_claim AS one CROSS JOIN accepted_claim AS other
      ON other.platform = one.platform AND other.handle = one.handle
    WHERE one.actor_kind <> 'indicator' AND other.actor_kind <> 'indicator' AND one.id < other.id
    UNION
    SELECT one.id, other.id FROM accepted_claim AS one CROSS JOIN accepted_claim AS other
      ON other.platform = one.platform AND other.native_id = one.native_id
    WHERE one.actor_kind <> 'indicator' AND other.actor_kind <> 'indicator' AND one.id < other.id
    UNION
    SELECT min(one.claim_id, other.claim_id), max(one.claim_id, other.claim_id) FROM claimed AS one
    JOIN claimed AS other ON other.account_id = one.account_id AND other.claim_id <> one.claim_id
    WHERE one.in_conflict = 1 AND other.in_conflict = 1)
  SELECT CASE WHEN one.native_id <> other.native_id THEN 'two ids'
              WHEN coalesce(one.valid_from, one.valid_to, other.valid_from, other.valid_to) IS NOT NULL THEN 'overlapping validity'
              ELSE 'two actors' END AS what, -- `two actors` for one account, with `overlapping validity` where dates are given; `two ids` for one handle; `another id`: the handle was captured with an id that the claim does not have
         one.platform, -- the platform
         one.handle, -- the handle, folded
         one.id AS claim_id, -- a claim
         one.actor, -- whom it names
         one.native_id, -- the id that it gives
         other.id AS other_claim_id, -- the claim that it contradicts; empty for `another id`
         other.actor AS other_actor, -- whom that one names
         other.native_id AS other_native_id -- the id that that one gives, or that was captured
  FROM pair JOIN claim AS one ON one.id = pair.one_id JOIN claim AS other ON other.id = pair.other_id
  WHERE coalesce(one.valid_from, -9223372036854775807) < coalesce(other.valid_to, 9223372036854775807)
    AND coalesce(other.valid_from, -9223372036854775807) < coalesce(one.valid_to, 9223372036854775807)
    AND (one.native_id <> other.native_id OR one.actor <> other.actor COLLATE NOCASE OR one.owner <> other.owner COLLATE NOCASE)
  UNION
  SELECT 'another id', claim.platform, claim.handle, claim.id, claim.actor, claim.native_id, NULL, NULL, other.native_id
  FROM accepted_claim AS claim CROSS JOIN account_version AS other
    ON other.platform = claim.platform AND other.handle = claim.handle AND +other.native_id IS NOT NULL
  WHERE claim.actor_kind <> 'indicator' AND (other.native_id <> claim.native_id OR (claim.native_id IS NULL AND EXISTS (
    SELECT 1 FROM account_version AS second WHERE second.platform = claim.platform AND second.handle = claim.handle
      AND +second.native_id IS NOT NULL AND second.native_id <> other.native_id)));

CREATE VIEW standing AS
  -- What became of every claim that no later one replaced: whom it names now, or why it names nobody.
  SELECT claim.id AS claim_id, -- the claim
         claim.actor, -- whom it is about; of an indicator the list or campaign
         claim.actor_kind, -- `office`, `outlet` or `person`; or `indicator`
         claim.platform, -- the account's platform
         claim.handle, -- the account's handle, folded, or what is listed
         claim.native_id, -- the account's id, where the source gives it
         claim.status, -- `candidate`, `accepted` or `rejected`
         CASE WHEN claim.status = 'candidate' THEN 'waiting for a decision'
              WHEN claim.status = 'rejected' THEN 'rejected'
              WHEN claim.id NOT IN (SELECT id FROM accepted_claim) THEN 'names nobody: the same was rejected before'
              WHEN claim.actor_kind = 'indicator' THEN 'listed: names nobody'
              WHEN named.in_conflict = 1 THEN 'names nobody: conflict with another accepted claim'
              WHEN named.claim_id IS NOT NULL THEN 'names an account'
              WHEN claim.id IN (SELECT claim_id FROM conflict WHERE what IN ('two actors', 'overlapping validity')
                                UNION SELECT other_claim_id FROM conflict WHERE what IN ('two actors', 'overlapping validity'))
                THEN 'names nobody: conflict with another accepted claim'
              WHEN EXISTS (SELECT 1 FROM account WHERE account.platform = claim.platform AND account.handle = claim.handle)
                THEN 'names nobody: the handle has or had another account'
              ELSE 'no such account was captured' END AS standing, -- what it does now, in words
         named.account_id, -- the account that it is about
         claim.asserted_by, -- who says so
         claim.asserted_url, -- where
         claim.reason, -- why it was accepted or rejected
         claim.capture_id -- the evidence: the capture that states it
  FROM claim LEFT JOIN claimed AS named ON named.claim_id = claim.id
  WHERE NOT EXISTS (SELECT 1 FROM claim AS later WHERE later.supersedes = claim.id);
