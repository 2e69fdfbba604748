"""The SQL function terms(text) for Datasette, and what a query may not read or take.

`SELECT … FROM search WHERE words MATCH terms(:words)` finds items by full text.

A port of `whence_store::text::terms`: for characters that this Python knows, both give the same query (a test compares
them). Standard library alone; it opens nothing and stores nothing.
"""

import re
import unicodedata

from datasette import hookimpl

NOTHING = '"\uf8ff\uf8ff"'
DEEPEST = 20
ARTICLE = "ال"
# SQLite's own numbers.
ALLOW, DENY, READ, ATTACH = 0, 1, 20, 24
# The table of the store's keys.
SECRET = "meta"
# EXPLAIN shows a program and runs none.
EXPLAINED = re.compile(r"\s*explain\b", re.IGNORECASE)
# Bytes that all queries together may take.
MOST_MEMORY = 512 << 20
WHITE = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
SPACE = re.compile(f"[{WHITE}]+")
WORD = re.compile(f'[^{WHITE}"()]+')


def ranges(text):
    """A test for being in ranges, written as a pattern of `re`."""
    return re.compile(f"[{text}]").match


is_dropped = ranges(
    "\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u08ca-\u08e1\u08e3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
is_accent = ranges("\u0300-\u036f\u0653-\u0655\u3099\u309a")
is_bared = ranges("\u0000-\u03ff\u1d00-\u1fff\u2c60-\u2c7f\ua720-\ua7ff\uab30-\uab6f\u0627\u0435")
is_run = ranges(
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59\u0e81-\u0edf\u1000-\u1049\u1050-\u109f\u1100-\u11ff"
    "\u1780-\u17d3\u17d7\u17dc\u17dd\u17e0-\u17e9\u2e80-\u2fdf\u3005-\u3007\u3021-\u302f\u3031-\u3035"
    "\u3038-\u303c\u3041-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3131-\u318e\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\ua9e0-\ua9fe\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff"
    "\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
)
is_arabic_range = ranges("\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u0750-\u077f\u08a0-\u08c9")

LETTERS = {"ς": "σ", "ı": "i", "ø": "o", "ł": "l", "đ": "d"}
LETTERS |= {"\u0671": "\u0627", "\u0649": "\u064a", "\u06cc": "\u064a", "\u0629": "\u0647", "\u06a9": "\u0643"}
LETTERS |= {chr(zero + n): str(n) for zero in (0x660, 0x6F0, 0x966) for n in range(10)}
LETTERS |= {chr(first + n): chr(0x61 + n) for first in (0x1F150, 0x1F170) for n in range(26)}


def fold(text):
    """Text as it is compared: decomposed, lowered, forms unified, composed."""
    text = text.replace("\u309b", "\u3099").replace("\u309c", "\u309a")
    out, base = [], " "
    for decomposed in unicodedata.normalize("NFKD", text):
        for c in decomposed.lower():
            if is_dropped(c):
                continue
            c = LETTERS.get(c, c)
            if not is_mark(c):
                base = c
            elif is_accent(c) and (is_bared(base) or len(unicodedata.normalize("NFC", base + c)) > 1):
                continue
            out.append(c)
    return unicodedata.normalize("NFC", "".join(out)).replace("ß", "ss")


def is_mark(c):
    return unicodedata.category(c).startswith("M")


def kind(c):
    """What a folded character is to the index: run, arabic, mark, word, or None between words."""
    if is_run(c):
        return "run"
    category = unicodedata.category(c)
    if is_arabic_range(c) and category.startswith("L"):
        return "arabic"
    if category.startswith("M"):
        return "mark"
    return "word" if category[0] in "LN" else None


def tokens(folded):
    """The tokens that a query asks for, and whether the last is only the beginning of one."""
    out, state, current = [], None, ""

    def close():
        if state == "run":
            out.extend(current[n : n + 2] for n in range(len(current)))
        elif state:
            out.append(current)

    for c in folded:
        now = kind(c)
        if now == "mark":
            now = state if state in ("word", "arabic") else "word"
        if now != state:
            close()
            state, current = now, ""
        if now:
            current += c
    # What follows the last word or run is no part of the query; a run that ends it may go on in the text.
    open_run = state == "run"
    if state is None:
        end = len(folded)
        while end and kind(folded[end - 1]) is None:
            end -= 1
        return tokens(folded[:end]) if end else ([], False)
    close()
    if not open_run:
        return out, False
    if len(current) > 1:
        out.pop()
    return out, len(current) == 1


def attached(word):
    """Every word that has this one behind attached letters, and the word itself."""
    if len(word) < 2:
        return [word]
    out = []
    for before in ("", "و", "ف"):
        for particle in ("", "ب", "ل", "ك"):
            out += [before + particle + article + word for article in ("", ARTICLE)]
        out.append(before + "لل" + word)
        if word.startswith(ARTICLE) and len(word) > 3:
            out.append(before + "لل" + word[2:])
    return out


def query(term, starred):
    """The FTS5 phrase that finds a term; None when nothing of it can be searched."""
    words, prefix = tokens(fold(term))
    star = "*" if starred or prefix else ""
    if not words:
        return None
    if len(words) == 1 or kind(words[0][0]) != "arabic":
        return f'"{" ".join(words)}"{star}'
    rest = " ".join(words[1:])
    return "(" + " OR ".join(f'"{form} {rest}"{star}' for form in attached(words[0])) + ")"


def terms(text):
    """A query as people type it, made into one for `MATCH`."""
    if text is None:
        return None
    text, at, out = str(text), 0, []
    while at < len(text):
        first = text[at]
        if space := SPACE.match(text, at):
            at = space.end()
            continue
        if first == '"':
            end = text.find('"', at + 1)
            end = len(text) if end < 0 else end
            starred = text[end + 1 : end + 2] == "*"
            token = query(text[at + 1 : end], starred)
            at = end + 1 + starred
        elif first in "()":
            token = first
            at += 1
        else:
            word = WORD.match(text, at).group()
            token = word if word in ("AND", "OR", "NOT") else query(word, word.endswith("*"))
            at += len(word)
        if token:
            out.append(token)
    return joined(out)


def joined(out):
    """Joins tokens with an explicit AND where two operands meet; what cannot be balanced finds nothing."""
    text, depth, operand = "", 0, False
    for token in out:
        operator, closes = token in ("AND", "OR", "NOT"), token == ")"
        depth += (token == "(") - closes
        if not 0 <= depth <= DEEPEST or ((operator or closes) and not operand):
            return NOTHING
        if not operator and not closes and operand:
            text += " AND "
        elif text and not text.endswith("(") and not closes:
            text += " "
        text += token
        operand = closes or (not operator and token != "(")
    return text if depth == 0 and operand else NOTHING


def allow(action, table, column, _database, _trigger):
    """Everything that Datasette lets through but the store's own keys: with them, pseudonyms could be undone."""
    secret = action == READ and table.lower() == SECRET
    return DENY if secret or action == ATTACH else ALLOW


def check(conn, sql, params):
    """Refuses a query that opens the table of the keys, whatever it calls it.

    SQLite does not ask the authorizer about columns that USING, NATURAL and FULL JOIN bring together; the program that a query
    is made into names each tree that it opens.
    """
    if EXPLAINED.match(sql):
        return
    # ANALYZE keeps samples of indexes, also of one that somebody makes over the keys.
    trees = "SELECT rootpage FROM sqlite_schema WHERE lower(tbl_name) IN (?, 'sqlite_stat4')"
    trees = {root for (root,) in conn.execute(trees, [SECRET])}
    for _, operation, _, root, database, *_ in conn.execute(f"EXPLAIN {sql}", params or {}):
        if operation in ("OpenRead", "OpenWrite", "ReopenIdx") and database == 0 and root in trees:
            raise conn.OperationalError("the store's keys are not to be read")


def guarded(database):
    """The `execute` of a database, behind the check."""
    execute = database.execute

    async def checked(sql, params=None, *rest, **options):
        await database.execute_fn(lambda conn: check(conn, sql, params))
        return await execute(sql, params, *rest, **options)

    return checked


@hookimpl
def startup(datasette):
    for database in datasette.databases.values():
        if database.path:
            database.execute = guarded(database)


@hookimpl
def prepare_connection(conn, database):
    conn.create_function("terms", 1, terms, deterministic=True)
    # Datasette keeps tables of its own in another database, and is to do there what it likes.
    if database != "_internal":
        conn.execute(f"PRAGMA hard_heap_limit = {MOST_MEMORY}")
        conn.set_authorizer(allow)
