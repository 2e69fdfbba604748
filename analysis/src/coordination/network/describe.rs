//! What each community did: its size, what it pushed, at which hours, and who is earlier.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use super::{components, leiden::leiden};
use crate::coordination::CoordinationError;
use crate::coordination::options::{Options, Weight};
use crate::coordination::order::Shares;
use crate::coordination::significance::sign_test;
use crate::coordination::sweep::{Edge, Partners, Window};

/// Accounts with an edge that stands, the edges, and their communities.
#[derive(Debug, Default)]
pub(crate) struct Network {
    /// By account.
    pub(crate) members: Vec<Member>,
    pub(crate) edges: Vec<Edge>,
    /// By number; the largest first.
    pub(crate) communities: Vec<Community>,
}

/// An account of the network.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member {
    pub(crate) account: u32,
    /// From 1, the largest first.
    pub(crate) community: u32,
    /// From 1, the largest first.
    pub(crate) component: u32,
    /// Edges that stand.
    pub(crate) partners: u32,
    /// Objects of its community that it shared before the middle of those who shared it, and after.
    pub(crate) earlier: u32,
    pub(crate) later: u32,
}

/// A community.
#[derive(Debug, Clone, Default)]
pub(crate) struct Community {
    pub(crate) size: u32,
    pub(crate) component: u32,
    pub(crate) edges: u32,
    /// Shares that met another member's within the window.
    pub(crate) shares: u32,
    pub(crate) first: i64,
    pub(crate) last: i64,
    /// Those shares by hour of day, UTC.
    pub(crate) hours: [u32; 24],
    /// Objects by number of members that shared them, the most first.
    pub(crate) objects: Vec<(u32, u32)>,
    /// The member most often earlier, if any is.
    pub(crate) earliest: Option<Member>,
    /// Of the sign test, corrected for the number of members.
    pub(crate) p_earliest: f64,
}

impl Network {
    /// Groups the edges that stand.
    ///
    /// # Errors
    /// [`CoordinationError::Communities`].
    pub(crate) fn new(
        shares: &Shares,
        window: &Window,
        edges: Vec<Edge>,
        options: &Options,
    ) -> Result<Self, CoordinationError> {
        let accounts: Vec<u32> =
            edges.iter().flat_map(|edge| [edge.from, edge.to]).collect::<BTreeSet<_>>().into_iter().collect();
        let place = |account: u32| accounts.binary_search(&account).unwrap_or_default();
        let weighed: Vec<(usize, usize, f64)> = edges
            .iter()
            .map(|edge| (place(edge.from), place(edge.to), weight(edge, options.weight)))
            .collect();
        let component = number(&components(accounts.len(), weighed.iter().map(|&(a, b, _)| (a, b))));
        let community = number(&leiden(accounts.len(), &weighed, options.seed)?);
        let count = community.iter().max().map_or(0, |&most| most as usize);
        let mut communities = vec![Community { p_earliest: 1.0, ..Community::default() }; count];
        let mut partners = vec![0; accounts.len()];
        for (n, &number) in community.iter().enumerate() {
            communities[number as usize - 1].size += 1;
            communities[number as usize - 1].component = component[n];
        }
        for &(from, to, _) in &weighed {
            partners[from] += 1;
            partners[to] += 1;
            if community[from] == community[to] {
                communities[community[from] as usize - 1].edges += 1;
            }
        }
        let members = (0..accounts.len())
            .map(|n| Member {
                account: accounts[n],
                community: community[n],
                component: component[n],
                partners: partners[n],
                earlier: 0,
                later: 0,
            })
            .collect();
        let mut network = Self { members, edges, communities };
        network.describe(shares, window);
        Ok(network)
    }

    /// The member that an account is.
    pub(crate) fn member(&self, account: u32) -> Option<&Member> {
        self.place(account).map(|place| &self.members[place])
    }

    /// Its place among the members.
    pub(crate) fn place(&self, account: u32) -> Option<usize> {
        self.members.binary_search_by_key(&account, |member| member.account).ok()
    }

    /// Rows that met another member's of the same community, by an edge that stands.
    fn met(&self, shares: &Shares, window: &Window) -> Vec<bool> {
        let mut met = vec![false; shares.len()];
        let mut partners = Partners::new(shares, window);
        for edges in self.edges.chunk_by(|a, b| a.from == b.from) {
            let from = edges[0].from;
            let own = shares.of(from);
            let community = self.member(from).map(|member| member.community);
            let Ok(()) = partners.each(from, |partner| {
                let stands = edges.binary_search_by_key(&partner.to, |edge| edge.to).is_ok();
                if stands && self.member(partner.to).map(|member| member.community) == community {
                    for (row, places) in partner.meetings() {
                        met[row as usize] = true;
                        own[places].iter().for_each(|&row| met[row as usize] = true);
                    }
                }
                Ok::<(), Infallible>(())
            });
        }
        met
    }

    fn describe(&mut self, shares: &Shares, window: &Window) {
        let met = self.met(shares, window);
        for run in shares.runs() {
            // Members that shared this object together with others of theirs, in order of time.
            let mut came: BTreeMap<u32, Vec<(i64, usize)>> = BTreeMap::new();
            let object = shares.object[run.start];
            for row in run.filter(|&row| met[row]) {
                let Some(place) = self.place(shares.account[row]) else { continue };
                let number = self.members[place].community;
                let at = shares.at[row];
                let community = &mut self.communities[number as usize - 1];
                if community.shares == 0 {
                    (community.first, community.last) = (at, at);
                }
                community.shares += 1;
                community.first = community.first.min(at);
                community.last = community.last.max(at);
                community.hours[hour(at)] += 1;
                let order = came.entry(number).or_default();
                if order.iter().all(|&(_, before)| before != place) {
                    order.push((at, place));
                }
            }
            for (number, order) in came {
                let count = u32::try_from(order.len()).unwrap_or(u32::MAX);
                self.communities[number as usize - 1].objects.push((object, count));
                self.count_earlier(&order);
            }
        }
        for (number, community) in (1_u32..).zip(&mut self.communities) {
            community.objects.sort_by_key(|&(object, count)| (std::cmp::Reverse(count), object));
            let most = self
                .members
                .iter()
                .filter(|member| member.community == number && member.earlier > member.later)
                .min_by(|a, b| {
                    let p = |member: &Member| sign_test(member.earlier, member.later);
                    p(a).total_cmp(&p(b)).then(a.account.cmp(&b.account))
                });
            if let Some(most) = most {
                community.earliest = Some(*most);
                community.p_earliest =
                    (sign_test(most.earlier, most.later) * f64::from(community.size)).min(1.0);
            }
        }
    }

    /// One object is one trial for each member: before or after the middle of those who shared it. Those at the same time as the
    /// middle are neither.
    fn count_earlier(&mut self, order: &[(i64, usize)]) {
        for &(at, place) in order {
            let before = order.iter().filter(|&&(other, _)| other < at).count();
            let after = order.iter().filter(|&&(other, _)| other > at).count();
            match before.cmp(&after) {
                std::cmp::Ordering::Less => self.members[place].earlier += 1,
                std::cmp::Ordering::Greater => self.members[place].later += 1,
                std::cmp::Ordering::Equal => {}
            }
        }
    }
}

/// Numbers groups from 1, the largest first, among equals that with the smallest node.
fn number(group: &[usize]) -> Vec<u32> {
    let mut size: BTreeMap<usize, usize> = BTreeMap::new();
    for &smallest in group {
        *size.entry(smallest).or_default() += 1;
    }
    let mut order: Vec<(std::cmp::Reverse<usize>, usize)> =
        size.into_iter().map(|(smallest, size)| (std::cmp::Reverse(size), smallest)).collect();
    order.sort_unstable();
    let number: BTreeMap<usize, u32> =
        (1_u32..).zip(&order).map(|(number, &(_, smallest))| (smallest, number)).collect();
    group.iter().map(|smallest| number.get(smallest).copied().unwrap_or_default()).collect()
}

fn weight(edge: &Edge, weight: Weight) -> f64 {
    edge.weight(weight) as f64
}

fn hour(at: i64) -> usize {
    usize::try_from(at.div_euclid(3_600_000_000).rem_euclid(24)).unwrap_or_default()
}
