-- Forgotten texts in other people's words: what is kept so that a quotation of them does not come back.

CREATE TABLE forgotten_text (
  -- A part of a forgotten text: the whole, a line or a sentence, and the beginning of each.
  key   BLOB PRIMARY KEY, -- HMAC-SHA-256 of its letters and digits under the store's own key; no text, and no length
  since INTEGER NOT NULL -- when it was forgotten, µs
) STRICT, WITHOUT ROWID;
