//! The files of the compatibility modes: the columns of the programs that they reproduce.

use std::path::Path;

use super::{CntOptions, CoorTweetOptions, cnt, coortweet};
use crate::coordination::CoordinationError;
use crate::coordination::files::{Folder, field};
use crate::coordination::log::{write_number, write_seconds};

/// Writes `pairs.csv`, `edges.csv` and `components.csv`; gives the numbers of pairs and edges.
///
/// # Errors
/// [`CoordinationError`].
pub fn run_coortweet(
    log: &Path,
    options: &CoorTweetOptions,
    out: &Path,
) -> Result<(u64, u64), CoordinationError> {
    let found = coortweet(log, options)?;
    let mut folder = Folder::make(out)?;
    let mut row = b"object_id,content_id,content_id_y,time_delta,account_id,account_id_y\n".to_vec();
    let mut file = folder.begin("pairs.csv")?;
    for pair in &found.pairs {
        texts(&mut row, &[&pair.object, &pair.contents[0], &pair.contents[1]]);
        row.push(b',');
        write_seconds(&mut row, pair.delta);
        row.push(b',');
        texts(&mut row, &[&pair.accounts[0], &pair.accounts[1]]);
        row.push(b'\n');
        file.put(&row)?;
        row.clear();
    }
    file.put(&row)?;
    file.end()?;
    let mut file = folder.begin("edges.csv")?;
    file.put(b"from,to,weight,avg_time_delta,n_content_id,n_content_id_y,edge_symmetry_score,object_ids,weight_threshold\n")?;
    for edge in &found.edges {
        row.clear();
        texts(&mut row, &[&edge.from, &edge.to]);
        row.push(b',');
        write_number(&mut row, edge.weight);
        row.push(b',');
        row.extend_from_slice(significant(edge.avg_time_delta).as_bytes());
        for number in [edge.n_content_id, edge.n_content_id_y] {
            row.push(b',');
            write_number(&mut row, number);
        }
        row.push(b',');
        row.extend_from_slice(significant(edge.edge_symmetry_score).as_bytes());
        row.push(b',');
        field(&mut row, edge.object_ids.join(",").as_bytes());
        row.push(b',');
        write_number(&mut row, u64::from(edge.weight_threshold));
        row.push(b'\n');
        file.put(&row)?;
    }
    file.end()?;
    let mut file = folder.begin("components.csv")?;
    file.put(b"account_id,component\n")?;
    for (account, component) in &found.components {
        row.clear();
        texts(&mut row, &[account]);
        row.push(b',');
        write_number(&mut row, *component);
        row.push(b'\n');
        file.put(&row)?;
    }
    file.end()?;
    folder.finish()?;
    Ok((found.pairs.len() as u64, found.edges.len() as u64))
}

/// Writes `edges.csv`; gives the number of edges.
///
/// # Errors
/// [`CoordinationError`].
pub fn run_cnt(messages: &Path, options: &CntOptions, out: &Path) -> Result<u64, CoordinationError> {
    let edges = cnt(messages, options)?;
    let mut folder = Folder::make(out)?;
    let mut file = folder.begin("edges.csv")?;
    file.put(b"user_1,user_2,weight\n")?;
    let mut row = Vec::new();
    for edge in &edges {
        row.clear();
        texts(&mut row, &[&edge.from, &edge.to]);
        row.push(b',');
        write_number(&mut row, edge.weight);
        row.push(b'\n');
        file.put(&row)?;
    }
    file.end()?;
    folder.finish()?;
    Ok(edges.len() as u64)
}

fn texts(row: &mut Vec<u8>, texts: &[&str]) {
    for (n, text) in texts.iter().enumerate() {
        if n > 0 {
            row.push(b',');
        }
        field(row, text.as_bytes());
    }
}

/// As R writes numbers to a file: fifteen significant digits, no zeros behind.
fn significant(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    #[allow(clippy::cast_possible_truncation, reason = "an exponent")]
    let before = number.abs().log10().floor() as i32 + 1;
    let places = usize::try_from(15 - before).unwrap_or_default();
    let text = format!("{number:.places$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::significant;

    #[test]
    fn numbers_as_r_writes_them() {
        for (number, wanted) in [
            (1.0 / 3.0, "0.333333333333333"),
            (5.0 / 3.0, "1.66666666666667"),
            (0.4, "0.4"),
            (10.0, "10"),
            (49.0 / 3.0, "16.3333333333333"),
            (0.0, "0"),
        ] {
            assert_eq!(significant(number), wanted);
        }
    }
}
