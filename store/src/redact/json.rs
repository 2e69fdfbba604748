//! JSON, token by token: whatever is not redacted keeps its bytes, and broken or cut documents are read as far as they go.

use super::escape::Kinds;
use super::needles::Needles;
use super::{Form, MARK, RECORD, search};

/// Containers nested deeper are only counted: no answer of a platform is, and memory is not theirs to fill.
const DEEPEST: usize = 10_000;

/// How near something stands to an object: not within it, within a list in it, or its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Near {
    #[default]
    No,
    Listed,
    Own,
}

/// A container that is open.
#[derive(Debug, Default)]
struct Frame {
    object: bool,
    start: usize,
    /// How many edits there were before it.
    edits: usize,
    /// A text and an id of the forgotten's own record, and of one in which they passed something on.
    text: [Near; 2],
    identity: [Near; 2],
    /// Whether it holds a record that is redacted already.
    record: bool,
}

struct Edit {
    start: usize,
    end: usize,
    text: String,
}

/// A document, or lines of them, without needles; `None` when no token holds one.
pub(super) fn redacted(text: &str, form: Form, needles: &Needles) -> Option<String> {
    let mut scan = Scan { text, form, needles, frames: Vec::new(), too_deep: 0, edits: Vec::new() };
    scan.run();
    let edits = scan.edits;
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in &edits {
        out.push_str(text.get(at..edit.start)?);
        out.push_str(&edit.text);
        at = edit.end;
    }
    out.push_str(text.get(at..)?);
    (!edits.is_empty()).then_some(out)
}

struct Scan<'a> {
    text: &'a str,
    form: Form,
    needles: &'a Needles,
    frames: Vec<Frame>,
    too_deep: usize,
    edits: Vec<Edit>,
}

impl Scan<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            at = match byte {
                b'"' => self.string(at),
                b'{' | b'[' => {
                    self.open(byte == b'{', at);
                    at + 1
                }
                b'}' | b']' => {
                    self.close(byte == b'}', at + 1);
                    at + 1
                }
                b'\n' if self.form == Form::Ndjson => {
                    // A broken line must not take the next ones with it.
                    self.frames.clear();
                    self.too_deep = 0;
                    at + 1
                }
                b',' | b':' => at + 1,
                _ if byte.is_ascii_whitespace() => at + 1,
                _ => self.bare(at),
            };
        }
    }

    /// A string that begins with the quote at `at`; gives where it ends.
    fn string(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = at + 1;
        while let Some(&byte) = bytes.get(end) {
            match byte {
                b'\\' => end += 1,
                b'"' => break,
                b'\n' if self.form == Form::Ndjson => break,
                _ => {}
            }
            end += 1;
        }
        let end = end.min(bytes.len());
        let content = self.text.get(at + 1..end).unwrap_or_default();
        if let Some(text) = search::cleared(content, self.form, self.needles) {
            self.edits.push(Edit { start: at + 1, end, text });
        }
        self.note(content);
        if bytes.get(end) == Some(&b'"') { end + 1 } else { end }
    }

    /// A number, or one of JSON's words, or what stands there instead.
    fn bare(&mut self, at: usize) -> usize {
        let ends =
            |b: &u8| b.is_ascii_whitespace() || matches!(b, b',' | b':' | b'{' | b'}' | b'[' | b']' | b'"');
        let rest = &self.text.as_bytes()[at..];
        let end = at + rest.iter().position(ends).unwrap_or(rest.len());
        let token = self.text.get(at..end).unwrap_or_default();
        // A count of 7 is not the id 7.
        if !self.needles.are_alone_in(token, Kinds::Backslash)
            && search::holds(token, self.form, self.needles)
        {
            self.edits.push(Edit { start: at, end, text: format!("\"{MARK}\"") });
        }
        self.note(token);
        end
    }

    /// Notes what a string or number is for the containers around it.
    fn note(&mut self, token: &str) {
        if self.too_deep > 0 {
            return;
        }
        let Some(frame) = self.frames.last_mut() else { return };
        let told = self.needles.told(token, Kinds::Backslash);
        for (near, is_it) in
            frame.text.iter_mut().zip(told.text).chain(frame.identity.iter_mut().zip(told.identity))
        {
            if is_it {
                *near = Near::Own;
            }
        }
    }

    fn open(&mut self, object: bool, start: usize) {
        if self.frames.len() >= DEEPEST {
            self.too_deep += 1;
            return;
        }
        self.frames.push(Frame { object, start, edits: self.edits.len(), ..Frame::default() });
    }

    /// Closes a container. What is listed in two places of an object does not make it a record, nor does what stands in
    /// a list beside a record: a page of posts must not be taken for one.
    fn close(&mut self, object: bool, end: usize) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        if self.frames.last().is_none_or(|frame| frame.object != object) {
            return;
        }
        let Some(mut frame) = self.frames.pop() else { return };
        let is_record = frame
            .text
            .iter()
            .zip(&frame.identity)
            .any(|(text, identity)| text.min(identity) > &Near::No && text.max(identity) == &Near::Own);
        if object && is_record {
            self.edits.truncate(frame.edits);
            self.edits.push(Edit { start: frame.start, end, text: RECORD.to_owned() });
            frame = Frame { record: true, ..Frame::default() };
        } else if !object {
            let listed = |near: Near| if frame.record { Near::No } else { near.min(Near::Listed) };
            (frame.text, frame.identity) = (frame.text.map(listed), frame.identity.map(listed));
        }
        if let Some(parent) = self.frames.last_mut() {
            for kind in 0..2 {
                parent.text[kind] = parent.text[kind].max(frame.text[kind]);
                parent.identity[kind] = parent.identity[kind].max(frame.identity[kind]);
            }
            parent.record |= frame.record;
        }
    }
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
