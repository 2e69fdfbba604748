//! What is wrong with a log is said with file, line and column, and a way out.

use whence_analysis::coordination::CoordinationError;
use whence_store::hint::Hint as _;

use super::support::{log, run, share, try_run};

#[test]
fn an_error_names_line_and_column() {
    let header = "object_id,account_id,content_id,timestamp_share\n";
    for (text, wanted, hint) in [
        (
            format!("{header}o,A,c,0\no,B,d,soon\n"),
            "shares.csv: line 3, column timestamp_share: \"soon\" is neither",
            "seconds since 1970",
        ),
        (format!("{header}o,A,c,0\no,B\n"), "line 3: 2 cells where the header has 4", "as many cells"),
        (format!("{header}o,,c,0\n"), "line 2, column account_id: \"\" is empty", "an id"),
        (
            "object_id,account,content_id,timestamp_share\n".to_owned(),
            "line 1: there is no column account_id; the columns are object_id, account,",
            "the order of columns is free",
        ),
        (String::new(), "there is no column object_id", "first line"),
    ] {
        let (_, result) = try_run(text.as_bytes(), &[]);
        let error = result.unwrap_err();
        let found = error.to_string();
        assert!(found.contains(wanted), "{found}");
        let advice = error.downcast_ref::<CoordinationError>().unwrap().hint().unwrap();
        assert!(advice.contains(hint), "{advice}");
    }
    let (_, result) = try_run(b"object_id,account_id,content_id,timestamp_share\no,\xff,c,0\n", &[]);
    assert!(result.unwrap_err().to_string().contains("line 2: the text is not UTF-8"));
}

#[test]
fn columns_come_in_any_order_with_others_between() {
    let text = "\u{feff}note,timestamp_share,content_id,account_id,object_id\n\"a, b\",2025-01-20T00:00:00Z,c1,A,o\n,1737331205,c2,B,\"o\"\n";
    let (found, result) = try_run(text.as_bytes(), &["--window", "5"]);
    result.unwrap();
    assert_eq!(found.edges().len(), 1);
}

#[test]
fn a_packed_log_is_read_whatever_its_name() {
    let text = log(&[share("o", "A", "c1", 0.0), share("o", "B", "c2", 1.0)]);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, text.as_bytes()).unwrap();
    let (found, result) = try_run(&packed.finish().unwrap(), &[]);
    result.unwrap();
    assert_eq!(found.edges().len(), 1);
}

#[test]
fn several_windows_have_a_folder_each() {
    let text = log(&[share("o", "A", "c1", 0.0), share("o", "B", "c2", 5.0), share("o", "C", "c3", 60.0)]);
    let found = run(&text, &["--window", "60,5"]);
    let count = |window: &str| found.rows(&format!("{window}/edges.csv")).len();
    assert_eq!((count("5"), count("60")), (1, 3));
}

#[test]
fn the_control_is_printed_first_and_no_word_says_more_than_is_known() {
    let text = log(&[share("o", "A", "c1", 0.0), share("o", "B", "c2", 5.0)]);
    let printed = run(&text, &[]).printed;
    assert!(printed.find("control").unwrap() < printed.find("observed").unwrap(), "{printed}");
    for word in ["covert", "fake", "bot ", "bots", "inauthentic"] {
        assert!(!printed.to_lowercase().contains(word), "{word}: {printed}");
    }
}

#[test]
fn names_that_need_quotes_come_through_every_file() {
    let (a, b) = ("\"a, <\"\"x\"\">\"", "b & c");
    let mut shares = vec![
        share("o1", a, "c1", 0.0),
        share("o1", b, "c2", 1.0),
        share("o2", a, "c3", 900.0),
        share("o2", b, "c4", 901.0),
        share("o3", a, "c5", 1800.0),
        share("o3", b, "c6", 1801.0),
        share("o4", a, "c7", 2700.0),
        share("o4", b, "c8", 2701.0),
    ];
    // Others, so that four objects are more than chance.
    for n in 0..3000 {
        shares.push(share(&format!("x{n}"), &format!("y{n}"), &format!("z{n}"), f64::from(n) * 100.0));
    }
    let found = run(&log(&shares), &[]);
    assert!(found.edges().contains_key(&("a, <\"x\">".to_owned(), "b & c".to_owned())));
    for file in ["network.gexf", "network.graphml"] {
        let text = String::from_utf8(found.bytes(file)).unwrap();
        assert!(text.contains("a, &lt;&quot;x&quot;&gt;") && text.contains("b &amp; c"), "{text}");
    }
}
