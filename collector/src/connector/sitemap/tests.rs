use std::io::Write as _;

use super::*;

const NOW: Micros = Micros(1_738_000_000_000_000);

fn read_bytes(body: &[u8], part: &Part) -> Result<Reading, ReadError> {
    let url = Url::parse("https://example.org/sitemap.xml").unwrap();
    let response = Response { url: &url, status: 200, headers: &[], body, received_at: NOW };
    let source =
        SourceConfig::parse("name = 'a'\nconnector = 'sitemap'\nurl = 'https://example.org/'").unwrap();
    let context = serde_json::to_string(part).unwrap();
    Sitemap.read(&Asked { kind: PART, url: &url, context: &context, last_poll: None }, &response, &source)
}

#[test]
fn a_bomb_is_cut_and_more_than_the_protocol_allows_is_left() {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(b"<urlset><url><loc>/a</loc></url>").unwrap();
    for _ in 0..70 {
        packer.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let bomb = read_bytes(&packer.finish().unwrap(), &Part::default()).unwrap();
    assert_eq!((bomb.asks.len(), bomb.unmapped), (1, 1));
    let many: String =
        (0..=MOST_PLACES).map(|n| format!("<url><loc>/{n}</loc></url>")).collect::<Vec<_>>().concat();
    let many = read_bytes(format!("<urlset>{many}</urlset>").as_bytes(), &Part::default()).unwrap();
    assert_eq!((many.asks.len(), many.unmapped), (MOST_PLACES, 1));
}

#[test]
fn indexes_end_at_their_depth_and_do_not_lead_back() {
    let index = "<sitemapindex><sitemap><loc>/b.xml</loc></sitemap><sitemap><loc>/0.xml</loc></sitemap></sitemapindex>";
    let road = |n: usize| (0..n).map(|n| format!("https://example.org/{n}.xml")).collect();
    let at = |n| read_bytes(index.as_bytes(), &Part { road: road(n), since: None }).unwrap();
    assert_eq!((at(0).asks.len(), at(0).unmapped), (2, 0));
    assert_eq!((at(1).asks.len(), at(1).unmapped), (1, 1));
    assert_eq!((at(DEEPEST).asks.len(), at(DEEPEST).unmapped), (0, 2));
}

#[test]
fn a_change_wakes_a_page_and_a_build_date_is_no_publication() {
    let page = |date: &str| {
        let map = format!("<urlset><url><loc>/a</loc><lastmod>{date}</lastmod></url></urlset>");
        read_bytes(map.as_bytes(), &Part { road: Vec::new(), since: Some(NOW.0) }).unwrap().asks.remove(0)
    };
    assert!(page("2025-02-01").again && !page("2025-01-01").again && !page("soon").again);
    assert!(page("2025-02-01").published.is_none() && !page("2025-02-01").context.contains("2025"));
    assert!(read_bytes(b"<html><url>no</url></html>", &Part::default()).is_err());
    assert!(read_bytes(b"", &Part::default()).is_err());
}
