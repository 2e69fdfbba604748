//! Lanes: one for each host, in which its tasks stand in order, one under way at a time; and which lane comes next.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use whence_store::time::Micros;

use super::journey::Journey;
use super::progress::HostStatus;
use crate::polite::Why;

/// A journey goes before tasks that have not begun.
const UNDER_WAY: i64 = i64::MAX;

/// Where a journey stands in its lane: the most urgent first, then in order.
type Place = (Reverse<i64>, u64);

/// The lanes of a run.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    by_host: BTreeMap<String, Lane>,
    /// Lanes that nothing holds up, by when their turn may come.
    turns: BTreeSet<(Micros, String)>,
    placed: u64,
    waiting: usize,
}

#[derive(Debug, Default)]
struct Lane {
    journeys: BTreeMap<Place, Journey>,
    /// Whether a journey was taken from it and not let go yet: one request at a time.
    taken: bool,
    /// Whether its tasks wait for its rules, which are being asked for at another host.
    blocked: bool,
    /// When it stands in the turns.
    turn: Option<Micros>,
}

impl Lane {
    fn is_open(&self) -> bool {
        let first = self.journeys.first_key_value();
        let is_under_way = |(place, _): (&Place, _)| place.0 == Reverse(UNDER_WAY);
        !self.taken && first.is_some_and(|first| !self.blocked || is_under_way(first))
    }
}

impl Lanes {
    /// Puts a journey that has not begun into its lane.
    pub(super) fn add(&mut self, host: &str, journey: Journey) {
        let priority = journey.task.priority;
        self.put(host, priority, journey);
    }

    /// Puts a journey that is under way at the front of a lane.
    pub(super) fn go_on(&mut self, host: &str, journey: Journey) {
        self.put(host, UNDER_WAY, journey);
    }

    fn put(&mut self, host: &str, priority: i64, journey: Journey) {
        self.placed += 1;
        self.waiting += 1;
        let lane = self.by_host.entry(host.to_owned()).or_default();
        lane.journeys.insert((Reverse(priority), self.placed), journey);
        self.refresh(host);
    }

    /// Gives a lane its place in the turns if it has none and something to do, and removes one that has nothing.
    fn refresh(&mut self, host: &str) {
        let Some(lane) = self.by_host.get_mut(host) else { return };
        if lane.turn.is_none() && lane.is_open() {
            lane.turn = Some(Micros(i64::MIN));
            self.turns.insert((Micros(i64::MIN), host.to_owned()));
        } else if lane.journeys.is_empty() && !lane.taken && !lane.blocked {
            self.by_host.remove(host);
        }
    }

    /// The lane whose turn comes first, and when.
    pub(super) fn first(&self) -> Option<(Micros, &str)> {
        self.turns.first().map(|(turn, host)| (*turn, host.as_str()))
    }

    /// Takes the first journey of a lane; the lane waits until it is let go.
    pub(super) fn take(&mut self, host: &str) -> Option<Journey> {
        let lane = self.by_host.get_mut(host)?;
        if let Some(turn) = lane.turn.take() {
            self.turns.remove(&(turn, host.to_owned()));
        }
        let (_, journey) = lane.journeys.pop_first()?;
        lane.taken = true;
        self.waiting -= 1;
        Some(journey)
    }

    /// Puts a journey back at the front of its lane, whose turn comes at a later time.
    pub(super) fn put_back(&mut self, host: &str, turn: Micros, journey: Journey) {
        self.placed += 1;
        self.waiting += 1;
        let Some(lane) = self.by_host.get_mut(host) else { return };
        lane.taken = false;
        lane.journeys.insert((Reverse(UNDER_WAY), self.placed), journey);
        lane.turn = Some(turn);
        self.turns.insert((turn, host.to_owned()));
    }

    /// Ends the wait of a lane for the journey that was taken from it.
    pub(super) fn let_go(&mut self, host: &str) {
        if let Some(lane) = self.by_host.get_mut(host) {
            lane.taken = false;
        }
        self.refresh(host);
    }

    /// Lets the tasks of a lane wait for its rules.
    pub(super) fn block(&mut self, host: &str) {
        if let Some(lane) = self.by_host.get_mut(host) {
            (lane.taken, lane.blocked) = (false, true);
        }
        self.refresh(host);
    }

    /// Ends the wait of a lane for its rules.
    pub(super) fn unblock(&mut self, host: &str) {
        if let Some(lane) = self.by_host.get_mut(host) {
            lane.blocked = false;
        }
        self.refresh(host);
    }

    /// Takes all journeys of a lane away: they are left to a later run.
    pub(super) fn clear(&mut self, host: &str) -> Vec<Journey> {
        let Some(lane) = self.by_host.get_mut(host) else { return Vec::new() };
        if let Some(turn) = lane.turn.take() {
            self.turns.remove(&(turn, host.to_owned()));
        }
        let journeys: Vec<_> = std::mem::take(&mut lane.journeys).into_values().collect();
        self.waiting -= journeys.len();
        self.refresh(host);
        journeys
    }

    /// Where the hosts stand, `most` of them: those that are being asked, then those whose turn comes next. `turn` says what is to
    /// be told of a turn.
    pub(super) fn standing(
        &self,
        most: usize,
        turn: impl Fn(&str, Micros) -> Option<(Micros, Why)>,
    ) -> Vec<HostStatus> {
        if most == 0 {
            return Vec::new();
        }
        let asked = self.by_host.iter().filter(|(_, lane)| lane.taken);
        let asked = asked.map(|(host, lane)| HostStatus {
            host: host.clone(),
            waiting: lane.journeys.len(),
            is_asked: true,
            turn: None,
        });
        let next = self.turns.iter().map(|(at, host)| HostStatus {
            host: host.clone(),
            waiting: self.waiting_at(host),
            is_asked: false,
            turn: turn(host, *at),
        });
        asked.chain(next).take(most).collect()
    }

    /// Journeys that wait for the turn of a host.
    pub(super) fn waiting_at(&self, host: &str) -> usize {
        self.by_host.get(host).map_or(0, |lane| lane.journeys.len())
    }

    /// Hosts with something left to do.
    pub(super) fn hosts(&self) -> usize {
        self.by_host.len()
    }

    /// Journeys that wait for their turn.
    pub(super) fn waiting(&self) -> usize {
        self.waiting
    }
}
