//! XML as it goes to a file.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::Output;
use crate::coordination::CoordinationError;

/// Elements into a file.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
    output: Output,
}

/// Bytes that wait before they go to the file.
const WAITING: usize = 1 << 16;

impl Xml {
    pub(super) fn begin(output: Output) -> Result<Self, CoordinationError> {
        let mut xml = Self { writer: Writer::new_with_indent(Vec::new(), b' ', 1), output };
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(xml)
    }

    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> Result<(), CoordinationError> {
        self.write(Event::Start(element(name, attributes)))
    }

    pub(super) fn close(&mut self, name: &str) -> Result<(), CoordinationError> {
        self.write(Event::End(BytesEnd::new(name)))
    }

    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> Result<(), CoordinationError> {
        self.write(Event::Empty(element(name, attributes)))
    }

    pub(super) fn text(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        text: &str,
    ) -> Result<(), CoordinationError> {
        self.open(name, attributes)?;
        self.write(Event::Text(BytesText::new(&allowed(text))))?;
        self.close(name)
    }

    pub(super) fn end(mut self) -> Result<(), CoordinationError> {
        self.writer.get_mut().push(b'\n');
        self.output.put(self.writer.get_ref())?;
        self.output.end()
    }

    fn write(&mut self, event: Event<'_>) -> Result<(), CoordinationError> {
        let written = self.writer.write_event(event);
        // Memory takes all that is written to it.
        debug_assert!(written.is_ok());
        if self.writer.get_ref().len() > WAITING {
            self.output.put(self.writer.get_ref())?;
            self.writer.get_mut().clear();
        }
        Ok(())
    }
}

fn element<'a>(name: &'a str, attributes: &[(&'a str, &'a str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for &(key, value) in attributes {
        start.push_attribute((key, allowed(value).as_str()));
    }
    start
}

/// Without the characters that XML 1.0 cannot hold in any form.
fn allowed(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => c,
            _ => '\u{fffd}',
        })
        .collect()
}
