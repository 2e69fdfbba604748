-- Views: the documented face for people.

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

CREATE VIEW shares AS
  -- Who shared which object when, in words.
  SELECT CASE share.kind WHEN 1 THEN 'repost' WHEN 2 THEN 'quote' WHEN 3 THEN 'reply' WHEN 4 THEN 'url' WHEN 5 THEN 'domain'
           WHEN 6 THEN 'text' WHEN 7 THEN 'tag' WHEN 8 THEN 'mention' ELSE 'media' END AS object_kind, -- what kind of object
         share.object_id, -- its number, as in `share`
         CASE share.kind WHEN 4 THEN (SELECT canonical FROM url WHERE url.id = share.object_id)
           WHEN 6 THEN item.text ELSE (SELECT key FROM object WHERE object.id = share.object_id) END AS object, -- the object itself
         strftime('%Y-%m-%dT%H:%M:%SZ', share.at / 1000000, 'unixepoch') AS shared, -- when, UTC
         item.platform, -- the platform
         account.shown_handle AS handle, -- who shared it
         share.item_id, -- the item
         share.account_id -- the account
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
