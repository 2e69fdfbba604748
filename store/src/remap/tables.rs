//! The derived tables by what their rows stand for: rows of two files are compared without their numbers.

/// A derived table: how many of the first columns of its query tell a row, and the query. `{s}` stands for the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) key: usize,
    pub(super) query: &'static str,
}

/// What `item_id` of a row stands for.
macro_rules! item {
    ($id:literal) => {
        concat!(
            "coalesce((SELECT platform || '/' || native_id FROM {s}.item WHERE id = ",
            $id,
            "), 'row ' || ",
            $id,
            ") AS item"
        )
    };
}

/// What `account_id` of a row stands for.
macro_rules! account {
    ($id:literal) => {
        concat!(
            "coalesce((SELECT platform || '/' || coalesce(native_id, '@' || handle) FROM {s}.account WHERE id = ",
            $id,
            "), 'row ' || ",
            $id,
            ") AS account"
        )
    };
}

/// All derived tables but the full text, those first that others name.
pub(super) const TABLES: [Table; 18] = [
    Table {
        name: "account",
        key: 2,
        query: "SELECT platform, coalesce(native_id, '@' || handle) AS account, native_id, handle, shown_handle, name, description,
                  label, opened_at, publisher, first_seen_at, last_seen_at FROM {s}.account",
    },
    Table {
        name: "item",
        key: 2,
        query: concat!(
            "SELECT platform, native_id, ",
            account!("account_id"),
            ", source_id, capture_id, kind, created_at, created_precision, created_original, created_basis, modified_at,
               first_seen_at, last_seen_at, gone_at, title, text, byline, lang, lang_source, url, repost_of, quote_of, reply_to,
               thread_id, rule_version FROM {s}.item"
        ),
    },
    Table {
        name: "metric",
        key: 3,
        query: concat!("SELECT ", item!("item_id"), ", name, seen_at, value FROM {s}.metric"),
    },
    Table { name: "url", key: 1, query: "SELECT canonical, host, rule_version, domain, named_platform, named_kind, named_id FROM {s}.url" },
    Table {
        name: "link",
        key: 2,
        query: concat!(
            "SELECT ",
            item!("item_id"),
            ", coalesce((SELECT canonical FROM {s}.url WHERE id = url_id), 'row ' || url_id) AS url, raw FROM {s}.link"
        ),
    },
    Table { name: "spelled", key: 2, query: concat!("SELECT ", item!("item_id"), ", address FROM {s}.spelled") },
    Table { name: "domain", key: 2, query: "SELECT domain, host FROM {s}.domain" },
    Table { name: "tag", key: 2, query: concat!("SELECT ", item!("item_id"), ", tag FROM {s}.tag") },
    Table {
        name: "mention",
        key: 2,
        query: concat!("SELECT ", item!("item_id"), ", handle, native_id FROM {s}.mention"),
    },
    Table {
        name: "media",
        key: 2,
        query: concat!("SELECT ", item!("item_id"), ", n, kind, url, alt, sha256, dhash, mime, size, width, height, capture_id FROM {s}.media"),
    },
    Table {
        name: "reaction",
        key: 2,
        query: concat!(
            "SELECT platform, native_id, ",
            account!("account_id"),
            ", kind, subject, created_at, created_basis, first_seen_at, last_seen_at, gone_at, capture_id FROM {s}.reaction"
        ),
    },
    Table {
        name: "deletion",
        key: 2,
        query: "SELECT platform, native_id, at, shown_at, capture_id FROM {s}.deletion",
    },
    Table {
        name: "account_state",
        key: 2,
        query: concat!("SELECT ", account!("account_id"), ", at, state, capture_id FROM {s}.account_state"),
    },
    Table { name: "object", key: 2, query: "SELECT kind, key FROM {s}.object" },
    Table {
        name: "share",
        key: 3,
        query: concat!(
            "SELECT ",
            item!("item_id"),
            ", kind, CASE kind WHEN 6 THEN CAST(object_id AS TEXT)
                 WHEN 4 THEN coalesce((SELECT canonical FROM {s}.url WHERE id = object_id), 'row ' || object_id)
                 ELSE coalesce((SELECT kind || '/' || key FROM {s}.object WHERE id = object_id), 'row ' || object_id) END AS object,
               at, ",
            account!("account_id"),
            " FROM {s}.share"
        ),
    },
    Table {
        name: "actor",
        key: 2,
        query: "SELECT name, owner, kind, parent, region, language FROM {s}.actor",
    },
    Table {
        name: "series",
        key: 3,
        query: "SELECT name, measure, at, precision, local_date, value, unit, capture_id FROM {s}.series",
    },
    Table {
        name: "observed",
        key: 3,
        query: concat!(
            "SELECT source_id, CASE WHEN account_id IS NULL THEN '' ELSE ",
            "coalesce((SELECT platform || '/' || coalesce(native_id, '@' || handle) FROM {s}.account WHERE id = account_id), \
             'row ' || account_id) END AS account, from_at, to_at, capture_id FROM {s}.observed"
        ),
    },
];

/// The full text, by the prints that [`super::words`] makes of it.
pub(super) const WORDS: Table = Table {
    name: "item_fts",
    key: 1,
    query: concat!("SELECT ", item!("words_{s}.id"), ", words, lengths FROM temp.words_{s}"),
};

/// Claims as they stand: those that a later reading replaced, be it through a decision of the operator, are history. A decision is no
/// reading, and does not make the one that it judges history.
pub(super) const CLAIMS: Table = Table {
    name: "claim",
    key: 6,
    query: "WITH RECURSIVE decided AS MATERIALIZED (
              SELECT id, supersedes FROM {s}.claim WHERE capture_id IN (SELECT id FROM main.capture WHERE kind = 'decision')),
            history (id) AS (
              SELECT supersedes FROM {s}.claim WHERE supersedes IS NOT NULL AND id NOT IN (SELECT id FROM decided)
              UNION SELECT decided.supersedes FROM decided JOIN history ON history.id = decided.id
              WHERE decided.supersedes IS NOT NULL)
            SELECT DISTINCT platform, handle, actor, owner, asserted_by, asserted_at, actor_kind, parent, region, language,
              native_id, account_url, asserted_url, valid_from, valid_to, status
            FROM {s}.claim WHERE id NOT IN (SELECT id FROM decided) AND id NOT IN (SELECT id FROM history)",
};

impl Table {
    /// Its query over the store's own tables (`main`) or the side file's (`side`), in the order of its key.
    pub(super) fn over(self, file: &str) -> String {
        let places: Vec<String> = (1..=self.key).map(|n| n.to_string()).collect();
        format!("{} ORDER BY {}", self.query.replace("{s}", file), places.join(", "))
    }
}
