-- Views: the documented face for people. Columns that end in `_at` are UTC microseconds since 1970, for joins and ranges; their
-- neighbours without it are the same time in words (UTC).

CREATE VIEW attribution AS
  -- Who an account is, by accepted claims: a row for each account and claim. A claim with a platform's id holds for that id alone.
  -- A claim by handle holds for whoever has that handle, unless it changed hands as far as was captured: where two ids had it, or
  -- the account had another handle before, nobody is named. An account without a row is not named; that says nothing of it.
  SELECT account.id AS account_id, -- the account
         account.platform, -- its platform
         account.shown_handle AS handle, -- its handle as last shown
         claim.id AS claim_id, -- the claim
         claim.actor, -- whom it names
         claim.actor_kind, -- `office`, `outlet` or `person`
         claim.owner, -- who owns or runs the actor
         claim.parent, -- the owner's parent body
         claim.region, -- the region that the actor addresses
         claim.language, -- the language that it uses
         'id' AS matched_by, -- how the claim meets the account: by the platform's `id` or by `handle`
         claim.asserted_by, -- who says so
         claim.asserted_url, -- where
         strftime('%Y-%m-%d', claim.asserted_at / 1000000, 'unixepoch') AS asserted, -- when, the date (UTC)
         claim.asserted_at, -- when, µs
         claim.valid_from, -- from when it holds, µs; empty: not said
         claim.valid_to, -- until when, µs; empty: not said
         claim.capture_id -- the evidence: the capture that states it
  FROM claim
  JOIN account ON account.platform = claim.platform AND account.native_id = claim.native_id
  WHERE claim.native_id IS NOT NULL AND claim.status = 'accepted'
    AND NOT EXISTS (SELECT 1 FROM claim AS later WHERE later.supersedes = claim.id)
  UNION ALL
  SELECT account.id, account.platform, account.shown_handle,
         claim.id, claim.actor, claim.actor_kind, claim.owner, claim.parent, claim.region, claim.language, 'handle',
         claim.asserted_by, claim.asserted_url, strftime('%Y-%m-%d', claim.asserted_at / 1000000, 'unixepoch'),
         claim.asserted_at, claim.valid_from, claim.valid_to, claim.capture_id
  FROM claim
  JOIN account ON account.platform = claim.platform AND account.handle = claim.handle
  WHERE claim.native_id IS NULL AND claim.status = 'accepted'
    AND NOT EXISTS (SELECT 1 FROM claim AS later WHERE later.supersedes = claim.id)
    AND NOT EXISTS (
      SELECT 1 FROM account_version AS other
      -- The plus keeps the index by handle: the one by id would read every account of the platform for each claim.
      WHERE other.platform = claim.platform AND other.handle = claim.handle AND +other.native_id IS NOT NULL
        AND other.native_id IS NOT account.native_id)
    AND NOT EXISTS (
      SELECT 1 FROM account_version AS other
      WHERE other.platform = account.platform AND other.native_id = account.native_id AND other.handle <> claim.handle);

CREATE VIEW standing AS
  -- What became of every claim that no later one replaced: whom it names now, or why it names nobody.
  SELECT claim.id AS claim_id, -- the claim
         claim.actor, -- whom it is about
         claim.actor_kind, -- `office`, `outlet` or `person`
         claim.platform, -- the account's platform
         claim.handle, -- the account's handle, folded
         claim.native_id, -- the account's id, where the source gives it
         claim.status, -- `candidate`, `accepted` or `rejected`
         CASE WHEN claim.status = 'candidate' THEN 'waiting for a decision'
              WHEN claim.status = 'rejected' THEN 'rejected'
              WHEN named.claim_id IS NOT NULL THEN 'names an account'
              WHEN EXISTS (SELECT 1 FROM account WHERE account.platform = claim.platform AND account.handle = claim.handle)
                THEN 'names nobody: the handle has or had another account'
              ELSE 'no such account was captured' END AS standing, -- what it does now, in words
         named.account_id, -- the account that it names
         claim.asserted_by, -- who says so
         claim.asserted_url, -- where
         claim.reason, -- why it was accepted or rejected
         claim.capture_id -- the evidence: the capture that states it
  FROM claim LEFT JOIN attribution AS named ON named.claim_id = claim.id
  WHERE NOT EXISTS (SELECT 1 FROM claim AS later WHERE later.supersedes = claim.id);

CREATE VIEW post AS
  -- Posts, reposts, replies, quotes, comments and videos with their authors.
  SELECT item.id, -- the item
         item.platform, -- its platform
         item.native_id, -- the platform's id
         account.shown_handle AS handle, -- its author's handle as last shown
         account.name, -- its author's name as last shown
         item.kind, -- what it is
         strftime('%Y-%m-%dT%H:%M:%SZ', item.created_at / 1000000, 'unixepoch') AS created, -- when it was published (UTC)
         item.created_precision, -- how precisely that is known: a time of the precision `day` has no hour
         item.text, -- its text
         item.lang, -- its language
         item.url, -- where people read it
         item.repost_of, -- the item that it passes on, by the platform's id
         item.quote_of, -- the item that it quotes
         item.reply_to, -- the item that it answers
         item.capture_id, -- the evidence: the capture that it was read from
         item.account_id, -- its author's row
         item.source_id, -- the source's row
         item.created_at -- when it was published, µs: ranges of it are found by an index
  FROM item JOIN account ON account.id = item.account_id
  WHERE item.kind IN ('post', 'repost', 'reply', 'quote', 'comment', 'video');

CREATE VIEW article AS
  -- Pages of websites.
  SELECT item.id, -- the item
         account.shown_handle AS site, -- the site
         item.title, -- its title
         item.byline, -- the people it names as authors, as written
         strftime('%Y-%m-%dT%H:%M:%SZ', item.created_at / 1000000, 'unixepoch') AS published, -- when it was published (UTC)
         item.created_precision, -- how precisely that is known
         item.created_basis, -- the field that said so
         strftime('%Y-%m-%dT%H:%M:%SZ', item.modified_at / 1000000, 'unixepoch') AS modified, -- when it was changed, as it says itself (UTC)
         item.lang, -- its language
         item.url, -- where people read it
         item.text, -- its text
         item.capture_id, -- the evidence: the capture that it was read from
         item.account_id, -- the site's row
         item.source_id, -- the source's row
         item.created_at -- when it was published, µs: ranges of it are found by an index
  FROM item JOIN account ON account.id = item.account_id WHERE item.kind = 'article';

CREATE VIEW hourly AS
  -- Items by the hour of publication, for hours that have any: a missing hour is no zero, ask `timeline`.
  SELECT strftime('%Y-%m-%dT%H:00Z', item.created_at / 1000000, 'unixepoch') AS hour, -- the hour (UTC)
         item.platform, -- the platform
         item.kind, -- what the items are
         source.name AS source, -- the source that gives them
         source.measure, -- what counting them means: the number of a `ranking` is never a volume
         count(*) FILTER (WHERE item.created_precision IN ('second', 'minute', 'hour')) AS items, -- items whose hour is known
         count(*) FILTER (WHERE item.created_precision IN ('day', 'relative', 'none')) AS vague_items -- items put here whose hour is not known: those of a day stand at its midnight
  FROM item JOIN source ON source.id = item.source_id GROUP BY 1, 2, 3, source.id;

CREATE VIEW coverage AS
  -- When a source, or one account of it, was being observed: joined intervals, with the gap before each.
  SELECT source.name AS source, -- the source
         source.measure, -- what counting its items means
         account.platform, -- the account's platform; empty for the whole source
         account.shown_handle AS handle, -- the account; empty for the whole source
         strftime('%Y-%m-%dT%H:%M:%SZ', span.from_at / 1000000, 'unixepoch') AS observed_from, -- from when (UTC)
         strftime('%Y-%m-%dT%H:%M:%SZ', span.to_at / 1000000, 'unixepoch') AS observed_to, -- until when (UTC), not included
         round((span.to_at - span.from_at) / 3600000000.0, 2) AS observed_hours, -- its length, hours
         round((span.from_at - lag(span.to_at) OVER before) / 3600000000.0, 2) AS gap_hours, -- hours not observed before it; empty for the first interval: what was before is not known
         lag(span.to_at) OVER before AS gap_from_at, -- when that gap began, µs
         span.from_at, -- from when, µs
         span.to_at, -- until when, µs, not included
         span.source_id, -- the source's row
         span.account_id, -- the account's row
         span.capture_id -- the evidence: the newest capture that proves a part of it
  FROM (
    SELECT source_id, account_id, min(from_at) AS from_at, max(to_at) AS to_at, max(capture_id) AS capture_id FROM (
      SELECT *, sum(reached IS NULL OR from_at > reached) OVER (PARTITION BY source_id, account_id ORDER BY from_at, to_at, id) AS island
      FROM (
        SELECT *, max(to_at) OVER (PARTITION BY source_id, account_id ORDER BY from_at, to_at, id
                                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
        FROM observed WHERE to_at > from_at))
    GROUP BY source_id, account_id, island) AS span
  JOIN source ON source.id = span.source_id LEFT JOIN account ON account.id = span.account_id
  WINDOW before AS (PARTITION BY span.source_id, span.account_id ORDER BY span.from_at);

CREATE VIEW timeline AS
  -- Every hour of every source from its first to its last observed hour, and every other hour with items: counts with the gaps
  -- beside them. What counts is the source as a whole; intervals of single accounts are in `coverage`.
  WITH RECURSIVE
    piece (source_id, from_at, to_at, observed) AS MATERIALIZED (
      SELECT source_id, from_at, to_at, 1 FROM coverage WHERE account_id IS NULL
      UNION ALL
      SELECT source_id, gap_from_at, from_at, 0 FROM coverage WHERE account_id IS NULL AND gap_from_at IS NOT NULL),
    part (source_id, hour_at, to_at, observed, watched) AS (
      SELECT source_id, from_at - from_at % 3600000000, to_at, observed,
             observed * (min(to_at, from_at - from_at % 3600000000 + 3600000000) - from_at) FROM piece
      UNION ALL
      SELECT source_id, hour_at + 3600000000, to_at, observed, observed * (min(to_at, hour_at + 7200000000) - hour_at - 3600000000)
      FROM part WHERE hour_at + 3600000000 < to_at),
    counted (source_id, hour_at, watched, items, vague, unread) AS (
      SELECT source_id, hour_at, watched, 0, 0, 0 FROM part
      UNION ALL
      SELECT source_id, hour_at, 0, sum(precise), sum(1 - precise), 0 FROM (
        -- Times before 1970 are negative, and belong to the hour that began before them.
        SELECT source_id, created_at - (created_at % 3600000000 + 3600000000) % 3600000000 AS hour_at,
               created_precision IN ('second', 'minute', 'hour') AS precise
        FROM item) GROUP BY 1, 2
      UNION ALL
      SELECT source_id, published_at - published_at % 3600000000, 0, 0, 0, 1 FROM task
      WHERE published_at IS NOT NULL AND state <> 'done'),
    summed (source_id, hour_at, watched, items, vague, unread) AS (
      SELECT source_id, hour_at, sum(watched), sum(items), sum(vague), sum(unread) FROM counted GROUP BY 1, 2)
  SELECT strftime('%Y-%m-%dT%H:00Z', summed.hour_at / 1000000, 'unixepoch') AS hour, -- the hour (UTC)
         source.name AS source, -- the source
         source.measure, -- what counting its items means: the number of a `ranking` is never a volume
         CASE WHEN summed.watched = 0 THEN 'gap' WHEN summed.watched < 3600000000 OR summed.unread > 0 THEN 'partly'
              ELSE 'observed' END AS state, -- `observed`: the whole hour, and every page read; `partly`: the count is a lower bound; `gap`: not observed
         CASE WHEN summed.watched > 0 OR summed.items > 0 THEN summed.items END AS items, -- items whose hour is known; empty in a gap without any, as a gap is no zero
         summed.vague AS vague_items, -- items put here whose hour is not known
         summed.unread AS unread_pages, -- pages that a feed named for this hour and that were not read
         round(summed.watched / 60000000.0, 1) AS observed_minutes, -- minutes of the hour in which the source was observed
         summed.source_id, -- the source's row
         summed.hour_at -- the beginning of the hour, µs
  FROM summed JOIN source ON source.id = summed.source_id;

CREATE VIEW relations AS
  -- Who passed on, quoted or answered whom. A repost is amplification; a quote or a reply is engagement, and may rebut.
  WITH told AS (
    -- The plus keeps the small indexes on relations where somebody asks for one platform: its own index has every item.
    SELECT id, +platform AS platform, account_id, created_at, capture_id, 'repost' AS relation, 'amplification' AS means, repost_of AS target_id
    FROM item WHERE repost_of IS NOT NULL
    UNION ALL
    SELECT id, +platform, account_id, created_at, capture_id, 'quote', 'engagement', quote_of FROM item WHERE quote_of IS NOT NULL
    UNION ALL
    SELECT id, +platform, account_id, created_at, capture_id, 'reply', 'engagement', reply_to FROM item WHERE reply_to IS NOT NULL)
  SELECT told.id, -- the later item
         told.platform, -- the platform
         told.relation, -- `repost`, `quote` or `reply`
         told.means, -- `amplification` or `engagement`
         account.shown_handle AS handle, -- who did it
         strftime('%Y-%m-%dT%H:%M:%SZ', told.created_at / 1000000, 'unixepoch') AS created, -- when (UTC)
         told.target_id AS target_native_id, -- the earlier item, by the platform's id
         target.id AS target_item_id, -- its row; empty where it was not captured
         author.shown_handle AS target_handle, -- its author; empty where it was not captured
         (told.created_at - target.created_at) / 1000000.0 AS delay_seconds, -- seconds from the earlier item to the later
         told.capture_id, -- the evidence: the capture that the later item was read from
         told.account_id, -- the row of who did it
         target.account_id AS target_account_id, -- the row of the earlier item's author
         told.created_at -- when, µs
  FROM told JOIN account ON account.id = told.account_id
  LEFT JOIN item AS target ON target.platform = told.platform AND target.native_id = told.target_id
  LEFT JOIN account AS author ON author.id = target.account_id;

CREATE VIEW evidence AS
  -- What an item rests on: the capture that its text was read from, the bytes by their hash, the place in the chain.
  SELECT item.id AS item_id, -- the item
         item.platform, -- its platform
         item.native_id, -- the platform's id
         item.url, -- where people read it
         capture.id AS capture_id, -- the capture and its place in the chain
         capture.kind AS capture_kind, -- an HTTP exchange, a chunk of a file, a decision
         capture.final_url AS captured_from, -- where the bytes came from: the address, or the file and its bytes
         strftime('%Y-%m-%dT%H:%M:%SZ', capture.ended_at / 1000000, 'unixepoch') AS captured, -- when the body was complete (UTC)
         capture.status, -- the HTTP status
         capture.truncated, -- 1 when a cap or a cut connection ended the body early
         blob.size AS body_bytes, -- the body's size, bytes
         lower(hex(blob.sha256)) AS body_sha256, -- SHA-256 of the body as it came
         lower(hex(capture.chain)) AS chain -- the chain's value here: `verify --against` takes a later one that was printed
  FROM item JOIN capture ON capture.id = item.capture_id LEFT JOIN blob ON blob.id = capture.blob_id;

CREATE VIEW politeness AS
  -- Each request with the pause before it, host by host: what a host may hold against us, or not.
  SELECT host, -- the host and port
         strftime('%Y-%m-%dT%H:%M:%fZ', started_at / 1000000.0, 'unixepoch') AS started, -- when it began (UTC)
         (started_at - lag(ended_at) OVER (PARTITION BY host ORDER BY id)) / 1000000.0 AS gap_seconds, -- seconds since the last answer of the host was complete; empty for its first request
         status, -- the HTTP status
         outcome, -- `ok`, `not_modified`, `gone`, `transient`, …
         robots_rule, -- the rule of robots.txt that allowed it
         url, -- what was asked for
         run_id, -- the run
         id AS capture_id -- the evidence: the capture
  FROM capture WHERE kind = 'http';

CREATE VIEW shares AS
  -- Who shared which object when, in words. Ask by `kind` and `object_id`: the table lies in that order.
  SELECT CASE share.kind WHEN 1 THEN 'repost' WHEN 2 THEN 'quote' WHEN 3 THEN 'reply' WHEN 4 THEN 'url' WHEN 5 THEN 'domain'
           WHEN 6 THEN 'text' WHEN 7 THEN 'tag' WHEN 8 THEN 'mention' ELSE 'media' END AS object_kind, -- what kind of object
         share.object_id, -- its number, as in `share`
         CASE share.kind WHEN 4 THEN (SELECT canonical FROM url WHERE url.id = share.object_id)
           WHEN 6 THEN item.text ELSE (SELECT key FROM object WHERE object.id = share.object_id) END AS object, -- the object itself
         strftime('%Y-%m-%dT%H:%M:%SZ', share.at / 1000000, 'unixepoch') AS shared, -- when, UTC
         item.platform, -- the platform
         account.shown_handle AS handle, -- who shared it
         share.item_id, -- the item
         share.account_id, -- the account
         share.kind, -- the kind of object as a number, as in `share`
         share.at -- when, µs
  FROM share JOIN item ON item.id = share.item_id JOIN account ON account.id = share.account_id;

CREATE VIEW search AS
  -- Full text for everybody: SELECT … FROM search WHERE words MATCH terms('…'). CROSS JOIN keeps the index in front: asked once
  -- for each item instead, it would be slow.
  SELECT item_fts.item_fts AS words, -- the whole index, to be matched; it stands for nothing that could be shown
         item.id, -- the item
         item.platform, -- the platform
         item.native_id, -- the platform's id
         account.shown_handle AS handle, -- who published it
         account.name, -- the display name
         item.kind, -- what it is
         strftime('%Y-%m-%dT%H:%M:%SZ', item.created_at / 1000000, 'unixepoch') AS created, -- when it was published, UTC
         item.created_precision, -- how precisely that is known
         item.title, -- its title
         item.text, -- its text
         item.lang, -- its language
         item.url, -- where people read it
         item.repost_of, -- the item that it passes on
         item.quote_of, -- the item that it quotes
         item.reply_to, -- the item that it answers
         item.capture_id, -- the capture that its text was read from
         item.account_id, -- the account
         item.created_at, -- when it was published, µs
         item_fts.rank -- the smaller, the better the match
  FROM item_fts CROSS JOIN item ON item.id = item_fts.rowid JOIN account ON account.id = item.account_id;
