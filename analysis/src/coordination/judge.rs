//! One window over one log: all edges tested, and ranked among all pairs of accounts.

use std::convert::Infallible;
use std::ops::Range;

use super::options::Options;
use super::order::Shares;
use super::parallel;
use super::significance::{Intensity, Ranks, Tests};
use super::sweep::{Edge, Partner, Partners, Room, Window};

/// What is needed to judge any edge of a window.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) window: Window,
    pub(crate) intensity: Intensity,
    ranks: Ranks,
    ranks_hypergeometric: Ranks,
    /// Accounts in parts of about equal work.
    pub(crate) parts: Vec<Part>,
}

/// Accounts that are looked at together.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) accounts: Range<u32>,
    /// Pairs of posts to be looked at, at most.
    pub(crate) work: u64,
}

/// Work of one part: small enough for its results to wait in memory, unless one account alone has more.
pub(crate) const PART: u64 = 1 << 15;
/// Values that are kept one by one even of a small log: 16 MB.
const KEPT_AT_LEAST: usize = 1 << 20;
/// Values that are kept one by one for each share.
const KEPT_A_SHARE: usize = 4;

impl Judged {
    /// Sweeps, and tests every edge. `length` in µs.
    pub(crate) fn new(shares: &Shares, length: i64, threads: usize) -> Self {
        Self::with(shares, Window::sweep(shares, length), threads)
    }

    /// Tests every edge of a window.
    pub(crate) fn with(shares: &Shares, window: Window, threads: usize) -> Self {
        let intensity = Intensity::new(shares, &window);
        let parts = cut(&intensity);
        // Beyond this the values would outgrow the shares: they are counted by size instead.
        let most = (shares.len() * KEPT_A_SHARE).max(KEPT_AT_LEAST);
        let (mut tests, mut tests_hypergeometric) = (Tests::new(), Tests::new());
        // q is at least p times all tests by all edges, and there are at most as many edges as pairs of posts: from here on q is 1,
        // and the value's place among the others does not matter.
        let pairs = intensity.around.iter().sum::<u64>() as f64 / 2.0;
        let one = pairs / intensity.tests();
        let test = |part: &Part| {
            let mut partners = Partners::new(shares, &window);
            let (mut values, mut hypergeometric) = (Vec::new(), Vec::new());
            for account in part.accounts.clone() {
                let Ok(()) = partners.each(account, |partner| {
                    let objects = partner.objects();
                    let lambda = intensity.expected(partner.from, partner.to);
                    values.extend(Some(Intensity::p(lambda, objects)).filter(|&p| p < one));
                    let second = intensity.p_hypergeometric(partner.from, partner.to, objects);
                    hypergeometric.extend(Some(second).filter(|&p| p < one));
                    Ok::<(), Infallible>(())
                });
            }
            (values, hypergeometric)
        };
        let Ok(()) = parallel::each(&parts, threads, test, |(values, hypergeometric)| {
            tests.extend(&values, most);
            tests_hypergeometric.extend(&hypergeometric, most);
            Ok::<(), Infallible>(())
        });
        let all = intensity.tests();
        let (ranks, ranks_hypergeometric) = (tests.rank(all), tests_hypergeometric.rank(all));
        tracing::info!(shares = shares.len(), "swept and tested");
        Self { window, intensity, ranks, ranks_hypergeometric, parts }
    }

    /// Tests edges that were counted before, all that the window has.
    pub(crate) fn of<'a>(shares: &Shares, window: Window, edges: impl Iterator<Item = &'a Edge>) -> Self {
        let intensity = Intensity::new(shares, &window);
        let parts = cut(&intensity);
        let most = (shares.len() * KEPT_A_SHARE).max(KEPT_AT_LEAST);
        let one = intensity.around.iter().sum::<u64>() as f64 / 2.0 / intensity.tests();
        let (mut tests, mut tests_hypergeometric) = (Tests::new(), Tests::new());
        for edge in edges {
            let p = Intensity::p(intensity.expected(edge.from, edge.to), edge.objects);
            let second = intensity.p_hypergeometric(edge.from, edge.to, edge.objects);
            // One by one or by parts, the same values are kept.
            if p < one {
                tests.extend(&[p], most);
            }
            if second < one {
                tests_hypergeometric.extend(&[second], most);
            }
        }
        let all = intensity.tests();
        let (ranks, ranks_hypergeometric) = (tests.rank(all), tests_hypergeometric.rank(all));
        Self { window, intensity, ranks, ranks_hypergeometric, parts }
    }

    /// An edge with its probabilities.
    pub(crate) fn edge(&self, partner: &Partner<'_>, room: &mut Room) -> Edge {
        self.judge(Edge::count(partner, room))
    }

    /// The same of an edge that was counted.
    pub(crate) fn judge(&self, mut edge: Edge) -> Edge {
        edge.lambda = self.intensity.expected(edge.from, edge.to);
        edge.p = Intensity::p(edge.lambda, edge.objects);
        edge.q = self.ranks.q(edge.p);
        edge.p_hypergeometric = self.intensity.p_hypergeometric(edge.from, edge.to, edge.objects);
        edge.q_hypergeometric = self.ranks_hypergeometric.q(edge.p_hypergeometric);
        edge
    }
}

impl Judged {
    /// The edges that stand at a false discovery rate and have at least a weight; by account, then partner.
    pub(crate) fn standing(&self, shares: &Shares, options: &Options) -> Vec<Edge> {
        if !self.ranks.any(options.fdr) {
            return Vec::new();
        }
        self.chosen(shares, options, |edge| edge.stands(options))
    }

    /// The edges that might stand beside those of other layers: their p-value is at most the rate.
    pub(crate) fn likely(&self, shares: &Shares, options: &Options) -> Vec<Edge> {
        self.chosen(shares, options, |edge| edge.p <= options.fdr)
    }

    fn chosen(&self, shares: &Shares, options: &Options, choose: impl Fn(&Edge) -> bool + Sync) -> Vec<Edge> {
        let mut chosen = Vec::new();
        let look = |part: &Part| {
            let mut partners = Partners::new(shares, &self.window);
            let (mut room, mut found) = (Room::default(), Vec::new());
            for account in part.accounts.clone() {
                let Ok(()) = partners.each(account, |partner| {
                    let edge = self.edge(&partner, &mut room);
                    if choose(&edge) {
                        found.push(edge);
                    }
                    Ok::<(), Infallible>(())
                });
            }
            found
        };
        let Ok(()) = parallel::each(&self.parts, options.threads, look, |found| {
            chosen.extend(found);
            Ok::<(), Infallible>(())
        });
        chosen
    }
}

fn cut(intensity: &Intensity) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (account, &around) in (0_u32..).zip(&intensity.around) {
        match parts.last_mut() {
            Some(part) if part.work + around <= PART => {
                part.accounts.end = account + 1;
                part.work += around;
            }
            _ => parts.push(Part { accounts: account..account + 1, work: around }),
        }
    }
    parts
}
