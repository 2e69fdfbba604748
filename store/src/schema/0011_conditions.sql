-- `x IN ('a', 'b', 'c')` as a condition of a column makes SQLite build a table of these values for every row that is written, a tenth of
-- all work for an item; the same as comparisons costs next to nothing. What may stand in a column stays as it was, so no row is looked at:
-- the definitions are put in words anew, as https://sqlite.org/lang_altertable.html (section 8) describes for such changes.

PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql,
    'measure IN (''items'', ''ranking'', ''counts'')',
    'measure = ''items'' OR measure = ''ranking'' OR measure = ''counts''')
  WHERE type = 'table' AND name = 'source';
UPDATE sqlite_schema SET sql = replace(sql,
    'state IN (''todo'', ''done'', ''failed'', ''refused'')',
    'state = ''todo'' OR state = ''done'' OR state = ''failed'' OR state = ''refused''')
  WHERE type = 'table' AND name = 'task';
UPDATE sqlite_schema SET sql = replace(sql,
    'kind IN (''http'', ''file'', ''decision'')',
    'kind = ''http'' OR kind = ''file'' OR kind = ''decision''')
  WHERE type = 'table' AND name = 'capture';
UPDATE sqlite_schema SET sql = replace(replace(sql,
    'actor_kind IN (''office'', ''outlet'', ''person'', ''indicator'')',
    'actor_kind = ''office'' OR actor_kind = ''outlet'' OR actor_kind = ''person'' OR actor_kind = ''indicator'''),
    'status IN (''candidate'', ''accepted'', ''rejected'')',
    'status = ''candidate'' OR status = ''accepted'' OR status = ''rejected''')
  WHERE type = 'table' AND name = 'claim';
UPDATE sqlite_schema SET sql = replace(sql,
    'kind IN (''blob'', ''capture'', ''account_version'', ''item_version'', ''claim'')',
    'kind = ''blob'' OR kind = ''capture'' OR kind = ''account_version'' OR kind = ''item_version'' OR kind = ''claim''')
  WHERE type = 'table' AND name = 'tombstone';
UPDATE sqlite_schema SET sql = replace(sql,
    'kind IN (''account'', ''handle'', ''item'', ''address'', ''before'')',
    'kind = ''account'' OR kind = ''handle'' OR kind = ''item'' OR kind = ''address'' OR kind = ''before''')
  WHERE type = 'table' AND name = 'suppression';
UPDATE sqlite_schema SET sql = replace(sql,
    'publisher IN (''office'', ''outlet'', ''person'')',
    'publisher = ''office'' OR publisher = ''outlet'' OR publisher = ''person''')
  WHERE type = 'table' AND name = 'account';
UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
    'kind IN (''post'', ''repost'', ''reply'', ''quote'', ''article'', ''video'', ''comment'', ''ranking'')',
    'kind = ''post'' OR kind = ''repost'' OR kind = ''reply'' OR kind = ''quote'' OR kind = ''article'' OR kind = ''video'' OR kind = ''comment'' OR kind = ''ranking'''),
    'created_precision IN (''second'', ''minute'', ''hour'', ''day'', ''relative'', ''none'')',
    'created_precision = ''second'' OR created_precision = ''minute'' OR created_precision = ''hour'' OR created_precision = ''day'' OR created_precision = ''relative'' OR created_precision = ''none'''),
    'lang_source IN (''platform'', ''author'', ''detected'')',
    'lang_source = ''platform'' OR lang_source = ''author'' OR lang_source = ''detected''')
  WHERE type = 'table' AND name = 'item';
UPDATE sqlite_schema SET sql = replace(sql,
    'kind IN (''office'', ''outlet'', ''person'')',
    'kind = ''office'' OR kind = ''outlet'' OR kind = ''person''')
  WHERE type = 'table' AND name = 'actor';
UPDATE sqlite_schema SET sql = replace(sql,
    'precision IN (''second'', ''minute'', ''hour'', ''day'')',
    'precision = ''second'' OR precision = ''minute'' OR precision = ''hour'' OR precision = ''day''')
  WHERE type = 'table' AND name = 'series';
UPDATE sqlite_schema SET sql = replace(sql,
    'state IN (''active'', ''deactivated'', ''suspended'', ''takendown'', ''deleted'', ''desynchronized'', ''throttled'', ''inactive'')',
    'state = ''active'' OR state = ''deactivated'' OR state = ''suspended'' OR state = ''takendown'' OR state = ''deleted'' OR state = ''desynchronized'' OR state = ''throttled'' OR state = ''inactive''')
  WHERE type = 'table' AND name = 'account_state';
UPDATE sqlite_schema SET sql = replace(sql,
    'named_kind IN (''post'', ''comment'', ''video'', ''photo'', ''article'', ''story'', ''account'', ''group'', ''playlist'', ''hashtag'', ''short'')',
    'named_kind = ''post'' OR named_kind = ''comment'' OR named_kind = ''video'' OR named_kind = ''photo'' OR named_kind = ''article'' OR named_kind = ''story'' OR named_kind = ''account'' OR named_kind = ''group'' OR named_kind = ''playlist'' OR named_kind = ''hashtag'' OR named_kind = ''short''')
  WHERE type = 'table' AND name = 'url';
PRAGMA writable_schema = RESET;
