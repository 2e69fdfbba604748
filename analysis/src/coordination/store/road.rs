//! The road from a store: layer after layer, then all of them fused.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use whence_store::read::Reader;
use whence_store::time::Precision;

use super::called::Called;
use super::fuse::{Fused, fuse};
use super::layer::{Layer, append, gather};
use crate::case::Case;
use crate::coordination::control::{exchange, shuffle};
use crate::coordination::error::CoordinationError;
use crate::coordination::files::{About, Folder, field, float, write_communities, write_gexf, write_graphml};
use crate::coordination::judge::Judged;
use crate::coordination::log::{Columns, write_number};
use crate::coordination::network::Network;
use crate::coordination::options::Options;
use crate::coordination::order::Shares;
use crate::coordination::run::{Standing, Summary, run_shares};
use crate::coordination::site;
use crate::coordination::sweep::{Edge, Window};
use crate::corpus::{Corpus, Item};
use crate::narrative::{Narrative, everything};
use crate::privacy::{Guard, Naming, Standing as Told};

/// What one layer, or all of them fused, showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerSummary {
    /// The layer's name, or `fused`.
    pub name: String,
    /// Its numbers.
    pub summary: Summary,
}

/// What a run from a store showed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoreSummary {
    /// The layers whose shares have times, then all of them fused.
    pub layers: Vec<LayerSummary>,
    /// Identifiers of sites, where they were asked for.
    pub sites: Option<SiteSummary>,
}

/// What sites have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteSummary {
    /// Sites with a stored page.
    pub sites: usize,
    /// Identifiers on two sites and more.
    pub identifiers: usize,
    /// Of these, those on too many sites to join any.
    pub common: usize,
    /// Pairs of sites with one of the others in common.
    pub edges: usize,
    /// Groups of such sites.
    pub groups: usize,
    /// Where the files are.
    pub folder: PathBuf,
}

/// Finds coordination in the items of a narrative, or in all items of the store: a folder for each layer, and `fused` where there are several. The fused graph is
/// made with the first window.
///
/// # Errors
/// [`CoordinationError`].
pub fn run_store(
    reader: &Reader,
    narrative: Option<&Narrative>,
    layers: &[Layer],
    options: &Options,
    out: &Path,
) -> Result<StoreSummary, CoordinationError> {
    let all_items = everything();
    let corpus = match narrative {
        Some(narrative) => Corpus::load(reader, narrative)?,
        None => Corpus::everything(reader)?,
    };
    let narrative = narrative.unwrap_or(&all_items);
    tracing::info!(items = corpus.items.len(), "matched");
    let naming = Naming::new(&corpus, &narrative.window, false);
    let guard = Guard::new(&corpus, &naming, &narrative.query.phrases);
    let told = Told::new(&corpus, &naming);
    let now = corpus.last_capture.unwrap_or(narrative.window.to);
    let case =
        Case { reader, narrative, corpus: &corpus, naming: &naming, guard: &guard, standing: &told, now };
    let items = timed(&corpus);
    let called = Called::new(&case, &items);
    let about = called.about(&items)?;
    let mut found = Vec::new();
    let sites = layers.contains(&Layer::Site).then(|| sites(&case, &out.join("site"))).transpose()?;
    let layers: Vec<Layer> = layers.iter().copied().filter(|&layer| layer != Layer::Site).collect();
    let (mut kept, mut all) = (Kept::default(), Columns::default());
    called.accounts().for_each(|account| {
        all.accounts.intern(account.as_bytes());
    });
    for &layer in &layers {
        let columns = gather(reader, layer, &items, &called)?;
        tracing::info!(layer = layer.name(), shares = columns.at.len(), "gathered");
        if layers.len() > 1 {
            append(&mut all, &columns, layer);
        }
        let shares = Shares::new(columns, options.min_participation);
        let summary = run_shares(&shares, options, &out.join(layer.name()), &about)?;
        if layers.len() > 1 {
            kept.keep(&shares, options);
        }
        found.push(LayerSummary { name: layer.name().to_owned(), summary });
    }
    if layers.len() > 1 {
        all.finish();
        let shares = Shares::new(all, options.min_participation);
        let summary = kept.write(&shares, &layers, options, &out.join("fused"), &about)?;
        found.push(LayerSummary { name: "fused".to_owned(), summary });
    }
    Ok(StoreSummary { layers: found, sites })
}

fn sites(case: &Case<'_>, folder: &Path) -> Result<SiteSummary, CoordinationError> {
    let found = site::find(case)?;
    site::write(&found, folder)?;
    Ok(SiteSummary {
        sites: found.sites.len(),
        identifiers: found.identifiers.len(),
        common: found.identifiers.iter().filter(|one| one.is_common).count(),
        edges: found.edges.len(),
        groups: found.groups.len(),
        folder: folder.to_path_buf(),
    })
}

/// The items whose time is known to the minute, by row; no entries of rankings.
pub(super) fn timed(corpus: &Corpus) -> BTreeMap<i64, &Item> {
    let is_known = |item: &&Item| matches!(item.row.precision, Precision::Second | Precision::Minute);
    corpus.measured(false).filter(is_known).map(|item| (item.row.id, item)).collect()
}

/// Edges of every layer that could stand in the fused graph, observed and in the controls.
#[derive(Default)]
struct Kept {
    observed: Vec<Vec<Edge>>,
    control: Vec<Vec<Edge>>,
    exchanged: Vec<Vec<Edge>>,
}

impl Kept {
    fn keep(&mut self, shares: &Shares, options: &Options) {
        let length = options.windows.first().copied().unwrap_or_default();
        let likely = |shares: &Shares| Judged::new(shares, length, options.threads).likely(shares, options);
        self.observed.push(likely(shares));
        self.control.push(likely(&shuffle(shares, options.seed)));
        self.exchanged.push(likely(&exchange(shares, options.seed)));
    }

    fn write(
        &self,
        shares: &Shares,
        layers: &[Layer],
        options: &Options,
        out: &Path,
        about: &About,
    ) -> Result<Summary, CoordinationError> {
        let accounts = (0..shares.account_count()).filter(|&account| !shares.of(account).is_empty()).count();
        let control = fuse(&self.control, accounts, options);
        let exchanged = fuse(&self.exchanged, accounts, options);
        let observed = fuse(&self.observed, accounts, options);
        let edges = |fused: &[Fused]| fused.iter().map(|fused| fused.edge).collect::<Vec<Edge>>();
        let length = options.windows.first().copied().unwrap_or_default();
        let window = Window::sweep(shares, length);
        let network = Network::new(shares, &window, edges(&observed), options)?;
        let mut folder = Folder::make(out)?;
        write_fused(&mut folder, shares, layers, &observed)?;
        write_communities(&mut folder, shares, &network, about, options.seed)?;
        write_gexf(&mut folder, shares, &network, options)?;
        write_graphml(&mut folder, shares, &network, options)?;
        folder.finish()?;
        Ok(Summary::fused(
            shares,
            accounts,
            length,
            PathBuf::from(out),
            [Standing::of(&edges(&control)), Standing::of(&edges(&exchanged)), Standing::of(&network.edges)],
            network.communities.len(),
        ))
    }
}

/// `edges.csv` of the fused graph: only edges that stand, with the layers that made them.
fn write_fused(
    folder: &mut Folder,
    shares: &Shares,
    layers: &[Layer],
    fused: &[Fused],
) -> Result<(), CoordinationError> {
    let mut file = folder.begin("edges.csv")?;
    file.put(b"from,to,objects,pairs,p,q,layers\n")?;
    let mut row = Vec::new();
    for Fused { edge, layers: met } in fused {
        row.clear();
        shares.accounts.write(&mut row, edge.from);
        row.push(b',');
        shares.accounts.write(&mut row, edge.to);
        for number in [u64::from(edge.objects), edge.pairs] {
            row.push(b',');
            write_number(&mut row, number);
        }
        for number in [edge.p, edge.q] {
            row.push(b',');
            float(&mut row, number);
        }
        row.push(b',');
        let met: Vec<String> = met
            .iter()
            .map(|&(layer, objects, p)| format!("{}:{objects}:{p:.3e}", layers[layer].name()))
            .collect();
        field(&mut row, met.join(" ").as_bytes());
        row.push(b'\n');
        file.put(&row)?;
    }
    file.end()
}
