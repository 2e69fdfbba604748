use super::*;

fn entries(xml: &str) -> Vec<Entry> {
    let base = Url::parse("https://example.org/feeds/all.xml").unwrap();
    read(xml, &base, TimeZone::get("Asia/Shanghai").ok().as_ref()).unwrap().entries
}

#[test]
fn whom_an_entry_was_taken_from_is_read_in_each_dialect() {
    let told = |source: &str| {
        let xml = format!(
            "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item>{source}</item></channel></rss>"
        );
        let origin = entries(&xml)[0].origin.clone()?;
        Some(format!("{:?} {:?}", origin.name, origin.url.map(String::from)))
    };
    let both = "Some(\"Wire\") Some(\"https://wire.example/f\")";
    assert_eq!(told("<source url='https://wire.example/f'>Wire</source>").as_deref(), Some(both));
    let atom = "<a:source xmlns:a='http://www.w3.org/2005/Atom'><a:title>Wire</a:title><a:link href='https://wire.example/f'/></a:source>";
    assert_eq!(told(atom).as_deref(), Some(both));
    assert_eq!(told("<dc:source>Wire</dc:source>").as_deref(), Some("Some(\"Wire\") None"));
    assert_eq!(
        told("<dc:source>https://wire.example/f</dc:source>").as_deref(),
        Some("None Some(\"https://wire.example/f\")")
    );
    assert_eq!(told("<source/>"), None);
}

#[test]
fn broken_markup_costs_nothing_that_is_there() {
    let read = entries(
        "<rss><channel><item><title>A &amp;nbsp;&eacute; <b>c</title><link>/1</link></i><item><title>x < y & z</title>
         <guid>https://example.org/2</guid><pubDate>2025-01-27 08:00:00</pubDate><author>a@b.c (Ann)</author>",
    );
    assert_eq!(read[0].title.as_deref(), Some("A é c"));
    assert_eq!(read[1].title.as_deref(), Some("x < y & z"));
    assert_eq!(read[1].link.as_ref().map(Url::as_str), Some("https://example.org/2"));
    assert_eq!(
        read[1].published.as_ref().map(|at| at.at.to_string()).as_deref(),
        Some("2025-01-27T00:00:00Z")
    );
    assert_eq!(read[1].author.as_deref(), Some("Ann"));
}

#[test]
fn hostile_depth_and_number_do_no_harm() {
    let deep = format!("<rss><channel><item><title>{}x", "<b>".repeat(100_000));
    assert_eq!(entries(&deep).len(), 1);
    let base = Url::parse("https://example.org/").unwrap();
    assert_eq!(read("<html><p>no</p></html>", &base, None), Err(DocumentError::NoFeed));
}
