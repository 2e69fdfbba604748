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

/// As `data.table`'s `fwrite` writes a positive number: fifteen digits, the last of them rounded after a product in double precision,
/// which is one too high in some cases. They are reproduced, as files are compared by their digits.
fn significant(number: f64) -> String {
    if number <= 0.0 {
        return "0".to_owned();
    }
    #[allow(clippy::cast_possible_truncation, reason = "an exponent")]
    let mut binary = number.log2().floor() as i32;
    if 2.0_f64.powi(binary) > number {
        binary -= 1;
    }
    let mantissa = number / 2.0_f64.powi(binary);
    #[allow(clippy::cast_possible_truncation, reason = "an exponent")]
    let mut decimal = (f64::from(binary) * std::f64::consts::LOG10_2).floor() as i32;
    // Powers of ten up to the twenty-second are exact.
    let unit = if decimal < 0 {
        10.0_f64.powi(-decimal) * 2.0_f64.powi(binary)
    } else {
        2.0_f64.powi(binary) / 10.0_f64.powi(decimal)
    };
    let mut leading = mantissa * unit;
    if leading >= 9.999_999_999_999_99 {
        leading /= 10.0;
        decimal += 1;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sixteen digits")]
    let sixteen = (leading * 1e15) as u64;
    let digits = ((sixteen + if sixteen % 10 >= 5 { 10 } else { 0 }) / 10).to_string();
    let text = match usize::try_from(decimal + 1) {
        Ok(whole) if whole > 0 && whole < digits.len() => {
            format!("{}.{}", &digits[..whole], &digits[whole..])
        }
        Ok(whole) if whole >= digits.len() => return format!("{digits}{}", "0".repeat(whole - digits.len())),
        _ => format!("0.{}{digits}", "0".repeat(usize::try_from(-decimal - 1).unwrap_or_default())),
    };
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
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
            (2638.0 / 3.0, "879.333333333334"),
            (2936.0 / 7.0, "419.428571428572"),
            (3599.5, "3599.5"),
            (0.05, "0.05"),
        ] {
            assert_eq!(significant(number), wanted);
        }
    }
}
