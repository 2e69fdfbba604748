//! A fixture taken apart, so that a case can change its first record and write the file again.

use serde_json::{Map, Value};

/// A file of one of the three formats.
#[derive(Debug, Clone)]
pub(super) enum Document {
    Csv {
        header: Vec<String>,
        rows: Vec<Vec<String>>,
    },
    /// Lines of JSON; each may be a page with a list of records at a pointer.
    Lines {
        lines: Vec<Value>,
        at: String,
    },
    /// One document with a list of records at a pointer.
    Json {
        document: Value,
        at: String,
    },
}

impl Document {
    /// Reads a fixture; `at` is where a page or a document has its records.
    pub(super) fn read(name: &str, bytes: &[u8], at: &str) -> Self {
        let at = at.to_owned();
        let ending = name.rsplit('.').next();
        if ending == Some("csv") {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
            let mut rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
            let header = rows.next().unwrap();
            Self::Csv { header, rows: rows.collect() }
        } else if ending == Some("ndjson") {
            let lines = bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty());
            Self::Lines { lines: lines.map(|line| serde_json::from_slice(line).unwrap()).collect(), at }
        } else {
            Self::Json { document: serde_json::from_slice(bytes).unwrap(), at }
        }
    }

    /// Leaves the first record alone in the file.
    pub(super) fn alone(&mut self) {
        match self {
            Self::Csv { rows, .. } => rows.truncate(1),
            Self::Lines { lines, at } => {
                lines.truncate(1);
                if !at.is_empty() {
                    lines[0].pointer_mut(at).unwrap().as_array_mut().unwrap().truncate(1);
                }
            }
            Self::Json { document, at } => {
                document.pointer_mut(at).unwrap().as_array_mut().unwrap().truncate(1);
            }
        }
    }

    fn first(&mut self) -> &mut Value {
        match self {
            Self::Csv { .. } => panic!("rows are no JSON"),
            Self::Lines { lines, at } => {
                let place = if at.is_empty() { String::new() } else { format!("{at}/0") };
                lines[0].pointer_mut(&place).unwrap()
            }
            Self::Json { document, at } => document.pointer_mut(&format!("{at}/0")).unwrap(),
        }
    }

    /// Sets a field of the first record: a column, or what a pointer names.
    pub(super) fn set(&mut self, field: &str, value: &Value) {
        if let Self::Csv { header, rows } = self {
            let column = header.iter().position(|name| name.trim_start_matches('\u{feff}') == field);
            let column = column.unwrap_or_else(|| panic!("there is no column {field}"));
            rows[0][column] = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            return;
        }
        let place = self.first().pointer_mut(field);
        *place.unwrap_or_else(|| panic!("there is no {field}")) = value.clone();
    }

    /// The text of a field of the first record.
    pub(super) fn get(&mut self, field: &str) -> Value {
        if let Self::Csv { header, rows } = self {
            let column = header.iter().position(|name| name.trim_start_matches('\u{feff}') == field);
            return Value::String(
                rows[0][column.unwrap_or_else(|| panic!("there is no column {field}"))].clone(),
            );
        }
        self.first().pointer(field).unwrap_or_else(|| panic!("there is no {field}")).clone()
    }

    /// Takes all but these fields out of the first record; columns of CSV go too.
    pub(super) fn keep(&mut self, fields: &[String]) {
        if let Self::Csv { header, rows } = self {
            let kept: Vec<usize> = (0..header.len())
                .filter(|n| fields.iter().any(|field| header[*n].trim_start_matches('\u{feff}') == field))
                .collect();
            assert_eq!(kept.len(), fields.len(), "{fields:?} of {header:?}");
            for row in rows.iter_mut().chain([&mut *header]) {
                *row = kept.iter().map(|n| row[*n].clone()).collect();
            }
            return;
        }
        let first = self.first();
        let mut bare = Value::Object(Map::new());
        for field in fields {
            let value = first.pointer(field).unwrap_or_else(|| panic!("there is no {field}")).clone();
            put(&mut bare, &field.split('/').skip(1).collect::<Vec<_>>(), value);
        }
        *first = bare;
    }

    /// Adds a column or a key that no preset knows; to JSON of every record.
    pub(super) fn add(&mut self, name: &str, text: &str) {
        let extend = |record: &mut Value| {
            record.as_object_mut().unwrap().insert(name.to_owned(), serde_json::json!({"is": [text]}));
        };
        match self {
            Self::Csv { header, rows } => {
                header.push(name.to_owned());
                for row in rows {
                    row.push(text.to_owned());
                }
            }
            Self::Lines { lines, at } => {
                for line in lines {
                    match line.pointer_mut(at).filter(|_| !at.is_empty()) {
                        Some(Value::Array(list)) => list.iter_mut().for_each(extend),
                        Some(record) => extend(record),
                        None => extend(line),
                    }
                }
            }
            Self::Json { document, at } => {
                document.pointer_mut(at).unwrap().as_array_mut().unwrap().iter_mut().for_each(extend);
            }
        }
    }

    /// Makes the file `count` copies of its first record, each with ids of its own.
    pub(super) fn multiply(&mut self, count: usize, ids: &[String]) {
        self.alone();
        let originals: Vec<Value> = ids.iter().map(|id| self.get(id)).collect();
        let mut copies = Vec::new();
        for n in 0..count {
            for (id, original) in ids.iter().zip(&originals) {
                let own = match original {
                    Value::Number(number) => {
                        (number.as_i64().unwrap() + i64::try_from(n).unwrap() * 1000).into()
                    }
                    text => {
                        let text = text.as_str().unwrap();
                        let (id, slash) = text.strip_suffix('/').map_or((text, ""), |id| (id, "/"));
                        Value::String(format!("{id}{n:03}{slash}"))
                    }
                };
                self.set(id, &own);
            }
            copies.push(match self {
                Self::Csv { rows, .. } => Value::from(rows[0].clone()),
                _ => self.first().clone(),
            });
        }
        match self {
            Self::Csv { rows, .. } => {
                *rows = copies.into_iter().map(|row| serde_json::from_value(row).unwrap()).collect();
            }
            Self::Lines { lines, at } if at.is_empty() => *lines = copies,
            Self::Lines { lines, at } => {
                let page = lines[0].clone();
                *lines = copies
                    .into_iter()
                    .map(|copy| {
                        let mut page = page.clone();
                        *page.pointer_mut(at).unwrap() = Value::Array(vec![copy]);
                        page
                    })
                    .collect();
            }
            Self::Json { document, at } => *document.pointer_mut(at).unwrap() = Value::Array(copies),
        }
    }

    /// The file.
    pub(super) fn write(&self) -> Vec<u8> {
        match self {
            Self::Csv { header, rows } => {
                let mut writer = csv::Writer::from_writer(Vec::new());
                writer.write_record(header).unwrap();
                for row in rows {
                    writer.write_record(row).unwrap();
                }
                writer.into_inner().unwrap()
            }
            Self::Lines { lines, .. } => {
                lines.iter().flat_map(|line| format!("{line}\n").into_bytes()).collect()
            }
            Self::Json { document, .. } => serde_json::to_vec_pretty(document).unwrap(),
        }
    }

    /// The file, broken off in its last record; and the line where that begins.
    pub(super) fn cut(&self) -> (Vec<u8>, usize) {
        let whole = self.write();
        let start = match self {
            Self::Csv { header, rows } => {
                let rows = rows[..rows.len() - 1].to_vec();
                Self::Csv { header: header.clone(), rows }.write().len()
            }
            Self::Lines { lines, at } => {
                Self::Lines { lines: lines[..lines.len() - 1].to_vec(), at: at.clone() }.write().len()
            }
            Self::Json { .. } => 0,
        };
        let line = whole[..start].split(|b| *b == b'\n').count();
        (whole[..start + (whole.len() - start) / 2].to_vec(), line)
    }

    pub(super) const fn is_document(&self) -> bool {
        matches!(self, Self::Json { .. })
    }
}

fn put(into: &mut Value, path: &[&str], value: Value) {
    let [name, rest @ ..] = path else {
        *into = value;
        return;
    };
    let is_index = rest.first().is_some_and(|next| next.bytes().all(|b| b.is_ascii_digit()));
    let empty = if is_index { Value::Array(Vec::new()) } else { Value::Object(Map::new()) };
    match into {
        Value::Array(list) => {
            if list.is_empty() {
                list.push(empty);
            }
            put(&mut list[0], rest, value);
        }
        Value::Object(members) => put(members.entry((*name).to_owned()).or_insert(empty), rest, value),
        _ => panic!("{path:?} leads through a text"),
    }
}
