-- What addresses name: registered domains, and objects of platforms.

-- Columns that are added stand behind the others, each with a condition of its own on the line below, so that their comments are kept.
ALTER TABLE url ADD COLUMN domain TEXT -- its registered domain by the public suffix list; the host of a number; empty for `localhost` and for a suffix itself
  CHECK (domain <> '');
ALTER TABLE url ADD COLUMN named_platform TEXT -- the platform whose object it names, as in `item`; `web` for shorteners that belong to none
  CHECK (named_platform <> '');
ALTER TABLE url ADD COLUMN named_kind TEXT -- `post`, `comment`, `video`, `photo`, `article`, `story`, `account`, `group`, `playlist`, `hashtag`, or `short` for a code whose target is not told
  CHECK (named_kind IN ('post', 'comment', 'video', 'photo', 'article', 'story', 'account', 'group', 'playlist', 'hashtag', 'short'));
ALTER TABLE url ADD COLUMN named_id TEXT -- the platform's id; of an account that is named by a handle `@HANDLE`, in lower case
  CHECK (named_id <> '');
-- From an object to its address. Most addresses name none.
CREATE INDEX url_named ON url(named_platform, named_id) WHERE named_platform IS NOT NULL;

CREATE VIEW linked AS
  -- Who linked what, with the object that the address names, and the item itself where it was captured. Ask by `item_id`, `canonical`,
  -- or `named_platform` and `named_id`.
  SELECT link.item_id, -- the item that links
         item.platform, -- its platform
         account.shown_handle AS handle, -- who published it
         strftime('%Y-%m-%dT%H:%M:%SZ', item.created_at / 1000000, 'unixepoch') AS created, -- when it was published (UTC)
         item.created_precision, -- how precisely that is known
         link.raw, -- the address as written
         url.canonical, -- its one form
         url.host, -- its host without `www.`
         url.domain, -- its registered domain
         url.named_platform, -- the platform whose object it names
         url.named_kind, -- what it names
         url.named_id, -- the platform's id of it
         target.id AS target_item_id, -- the row of that item; empty where it was not captured, or is none
         item.capture_id, -- the evidence: the capture that the linking item was read from
         item.account_id, -- the row of who published it
         item.created_at -- when it was published, µs
  FROM link JOIN item ON item.id = link.item_id JOIN account ON account.id = item.account_id JOIN url ON url.id = link.url_id
  LEFT JOIN item AS target ON target.platform = url.named_platform AND target.native_id = url.named_id;
