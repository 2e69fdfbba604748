//! The files of the layer: `identifiers.csv`, `edges.csv`, `pairs.csv`, `groups.csv`.

use std::path::Path;

use super::found::SharedIdentifiers;
use crate::coordination::CoordinationError;
use crate::coordination::files::{Folder, field};

/// Writes them.
///
/// # Errors
/// [`CoordinationError::Write`].
pub(crate) fn write(found: &SharedIdentifiers, out: &Path) -> Result<(), CoordinationError> {
    let mut folder = Folder::make(out)?;
    let label = |site: usize| found.sites[site].label.as_str();
    let rows = found.identifiers.iter().map(|one| {
        let sites: Vec<&str> = one.sites.iter().map(|&(site, _)| label(site)).collect();
        let common = if one.is_common { "yes" } else { "no" };
        vec![
            one.kind.to_owned(),
            one.value.clone(),
            sites.len().to_string(),
            common.to_owned(),
            sites.join(" "),
        ]
    });
    table(&mut folder, "identifiers.csv", "kind,identifier,sites,common,which\n", rows)?;
    let rows = found.edges.iter().map(|([a, b], held)| {
        let mut kinds: Vec<&str> = held.iter().map(|&place| found.identifiers[place].kind).collect();
        kinds.dedup();
        let rarest = held.iter().map(|&place| found.identifiers[place].sites.len()).min().unwrap_or(0);
        vec![
            label(*a).to_owned(),
            label(*b).to_owned(),
            held.len().to_string(),
            kinds.join(" "),
            rarest.to_string(),
        ]
    });
    table(&mut folder, "edges.csv", "from,to,identifiers,kinds,sites_of_rarest\n", rows)?;
    let rows = found.edges.iter().flat_map(|([a, b], held)| {
        held.iter().map(|&place| {
            let one = &found.identifiers[place];
            let capture = |site: usize| {
                let shown = one.sites.iter().find(|&&(own, _)| own == site);
                shown.map_or_else(String::new, |(_, capture)| capture.to_string())
            };
            let (from, to) = (label(*a).to_owned(), label(*b).to_owned());
            vec![from, to, one.kind.to_owned(), one.value.clone(), capture(*a), capture(*b)]
        })
    });
    table(&mut folder, "pairs.csv", "from,to,kind,identifier,capture_from,capture_to\n", rows)?;
    let rows = (1..).zip(&found.groups).map(|(number, group): (usize, _)| {
        let sites: Vec<&str> = group.iter().map(|&site| label(site)).collect();
        let mut actors: Vec<&str> =
            group.iter().flat_map(|&site| &found.sites[site].actors).map(String::as_str).collect();
        actors.sort_unstable();
        actors.dedup();
        vec![number.to_string(), group.len().to_string(), sites.join(" "), actors.join("; ")]
    });
    table(&mut folder, "groups.csv", "group,size,sites,actors\n", rows)?;
    folder.finish()
}

fn table(
    folder: &mut Folder,
    name: &'static str,
    header: &str,
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<(), CoordinationError> {
    let mut file = folder.begin(name)?;
    file.put(header.as_bytes())?;
    for cells in rows {
        let mut row = Vec::new();
        for (n, cell) in cells.iter().enumerate() {
            if n > 0 {
                row.push(b',');
            }
            field(&mut row, cell.as_bytes());
        }
        row.push(b'\n');
        file.put(&row)?;
    }
    file.end()
}
