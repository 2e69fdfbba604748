//! Working through the frontier: hosts side by side, the tasks of a host in order, one request at a time.
//!
//! One loop owns the store and the clock. Flights (requests, and the reading of what they bring) go on beside it; what lands is
//! stored here, in one transaction with what lands soon after: each transaction waits for the disk.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{FuturesUnordered, StreamExt as _};
use tokio::sync::Semaphore;
use whence_store::Store;
use whence_store::time::{Clock, Micros};
use whence_store::work::{NewDecision, Task, TaskEnd};

use super::budget::Budgets;
use super::flight::{Airport, Landed};
use super::intake::Intake;
use super::journey::{Arrived, Journey, Manners, NoAnswer, Step};
use super::lanes::Lanes;
use super::progress::{Progress, Status};
use super::report::{RunOptions, RunReport};
use super::rules::Rules;
use super::schedule::{micros, queue, register};
use super::stop::Stop;
use super::{RunError, page};
use crate::config::{Settings, SourceConfig};
use crate::connector::{least_interval, most_attempts};
use crate::fetch::{Exchange, FetchError, Fetcher, Reach};
use crate::polite::{Limiter, Wait, Why, patience, retry_at};
use crate::reading::Read;

/// A host that wants to be left alone for longer than this is left to a later run: this one must end, and let others
/// have the lock.
const LONGEST_WAIT: i64 = 6 * Micros::MINUTE;
/// A wait longer than this is announced.
const ANNOUNCED: i64 = 5 * Micros::SECOND;
/// The queues of all sources are looked at this often: what was put off may have become due.
const LOOKED_EVERY: i64 = 30 * Micros::SECOND;
/// Pages stored in one transaction at most.
const MOST_HELD: usize = 64;
/// A page that has landed is stored so much later at most. A kill in between costs it a second request.
const LONGEST_HELD: i64 = Micros::SECOND / 5;

/// What a run has around it.
pub struct Around<'a> {
    /// Says what time it is.
    pub clock: &'a dyn Clock,
    /// Lets time pass.
    pub wait: &'a dyn Wait,
    /// Is told how the run goes on.
    pub progress: &'a mut dyn Progress,
}

/// Collects what is due.
///
/// # Errors
/// [`RunError`]; pages stored before stay stored, and the next run goes on.
pub async fn run(
    store: &mut Store,
    settings: &Settings,
    sources: &[SourceConfig],
    options: &RunOptions,
    run_id: i64,
    around: Around<'_>,
) -> Result<RunReport, RunError> {
    for name in &options.only {
        if !sources.iter().any(|s| s.name == *name) {
            return Err(RunError::NoSource(name.clone()));
        }
    }
    let Around { clock, wait, progress } = around;
    let rows = register(store, sources)?;
    let started = clock.now();
    let chosen: Vec<(i64, &SourceConfig)> = rows
        .into_iter()
        .filter(|(_, s)| s.enabled && (options.only.is_empty() || options.only.contains(&s.name)))
        .collect();
    for (row, source) in &chosen {
        queue(store, source, *row, started)?;
    }
    let readers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let airport = Airport {
        fetcher: Fetcher::new(&settings.user_agent(), &settings.limits).map_err(RunError::Client)?,
        clock,
        readers: Arc::new(Semaphore::new(readers)),
    };
    let intake = Intake::of(chosen.iter().map(|(row, _)| *row));
    let crawl = Crawl {
        store,
        settings,
        sources: chosen.into_iter().map(|(row, source)| (row, Arc::new(source.clone()))).collect(),
        run_id,
        clock,
        started,
        deadline: options.max_time.map(|time| started.plus(micros(time))),
        limiter: Limiter::default(),
        rules: Rules::default(),
        budgets: Budgets::default(),
        lanes: Lanes::default(),
        intake,
        looked: started,
        blocking: BTreeMap::new(),
        spent: BTreeSet::new(),
        progress,
        told: started,
        announced: HashMap::new(),
        held: None,
        report: RunReport::default(),
    };
    crawl.run(&airport, wait).await
}

/// A run under way.
struct Crawl<'a> {
    store: &'a mut Store,
    settings: &'a Settings,
    sources: BTreeMap<i64, Arc<SourceConfig>>,
    run_id: i64,
    clock: &'a dyn Clock,
    /// When the process began.
    started: Micros,
    /// When the run has to end.
    deadline: Option<Micros>,
    limiter: Limiter,
    rules: Rules,
    budgets: Budgets,
    lanes: Lanes,
    intake: Intake,
    /// When all queues were last looked at.
    looked: Micros,
    /// By task, the lane that waits for the rules that its journey asks another host for.
    blocking: BTreeMap<i64, String>,
    /// Sources whose budget was told to be used up.
    spent: BTreeSet<i64>,
    progress: &'a mut dyn Progress,
    told: Micros,
    /// By host, the last wait that it had and why.
    announced: HashMap<String, (Micros, Why)>,
    /// Since when something is held that has landed, and how much.
    held: Option<(Micros, usize)>,
    report: RunReport,
}

impl Crawl<'_> {
    async fn run(mut self, airport: &Airport<'_>, wait: &dyn Wait) -> Result<RunReport, RunError> {
        let mut signals = Stop::new();
        let mut flights = FuturesUnordered::new();
        self.load(None)?;
        loop {
            if self.is_time_up() || signals.is_asked() {
                self.report.cut_short |= self.lanes.waiting() > 0;
                while let Some(landed) = flights.next().await {
                    self.land(landed)?;
                }
                self.release()?;
                return Ok(self.report);
            }
            let mut turn = None;
            while flights.len() < self.settings.limits.connections {
                match self.next()? {
                    Next::Start(journey, step) => flights.push(airport.fly(*journey, *step)),
                    Next::At(at) => {
                        turn = Some(at);
                        break;
                    }
                    Next::Nothing => break,
                }
            }
            // A simulated clock would run ahead of what is under way.
            let waits = turn.filter(|_| flights.is_empty() || !wait.is_simulated());
            if flights.is_empty() && waits.is_none() {
                self.intake.begin_again();
                if self.load(None)? == 0 {
                    return Ok(self.report);
                }
                continue;
            }
            let waits = match self.held {
                Some((since, _)) if !wait.is_simulated() => {
                    let stored = since.plus(LONGEST_HELD);
                    Some(waits.map_or(stored, |at| at.min(stored)))
                }
                _ => waits,
            };
            let pause = waits.map(|at| self.pause(at, wait.is_simulated()));
            tokio::select! {
                Some(landed) = flights.next(), if !flights.is_empty() => {
                    self.hold()?;
                    let source = landed.journey.task.source_id;
                    let result = self.land(landed);
                    if let Err(error) = result {
                        // What was stored before a failure of another kind stays stored.
                        self.release()?;
                        return Err(error);
                    }
                    let is_long_ago = self.clock.now().since(self.looked) >= LOOKED_EVERY;
                    self.load(Some(source).filter(|_| !is_long_ago))?;
                }
                () = wait.wait(pause.unwrap_or_default()), if pause.is_some() => {}
                () = signals.asked() => {}
            }
            if self.is_held_enough() || flights.is_empty() {
                self.release()?;
            }
            self.tell();
        }
    }

    fn hold(&mut self) -> Result<(), RunError> {
        self.store.hold()?;
        let (since, pages) = self.held.unwrap_or_else(|| (self.clock.now(), 0));
        self.held = Some((since, pages + 1));
        Ok(())
    }

    fn is_held_enough(&self) -> bool {
        let now = self.clock.now();
        self.held.is_some_and(|(since, pages)| pages >= MOST_HELD || now.since(since) >= LONGEST_HELD)
    }

    fn release(&mut self) -> Result<(), RunError> {
        self.held = None;
        Ok(self.store.release()?)
    }

    fn is_time_up(&self) -> bool {
        self.deadline.is_some_and(|deadline| self.clock.now() > deadline)
    }

    /// How long until a turn; who watches is told in between.
    fn pause(&mut self, turn: Micros, is_simulated: bool) -> Duration {
        let turn = self.deadline.map_or(turn, |deadline| turn.min(deadline.plus(1)));
        let left = turn.since(self.clock.now()).max(0);
        // A timer of the machine may end a little early against another clock: the loop looks again.
        let left = Duration::from_micros(u64::try_from(left).unwrap_or_default());
        if is_simulated { left } else { left.min(self.progress.every()) }
    }

    /// Announces that a host is not asked before its turn, if that is long: what a host asked for each time, its usual interval once.
    fn announce(&mut self, host: &str, turn: Micros, why: Why, now: Micros) {
        let last = self.announced.insert(host.to_owned(), (turn, why));
        let is_known = last.is_some_and(|last| last == (turn, why) || (why.is_rhythm() && last.1 == why));
        let seconds = turn.since(now) / Micros::SECOND;
        if turn.since(now) > ANNOUNCED && !is_known {
            tracing::info!(host, until = %turn, seconds, reason = why.as_str(), waiting = self.lanes.waiting_at(host) + 1, "waiting");
        }
    }

    fn tell(&mut self) {
        let now = self.clock.now();
        if now.since(self.told) < micros(self.progress.every()) {
            return;
        }
        self.told = now;
        let status = Status {
            now,
            started: self.started,
            deadline: self.deadline,
            done: self.report.done,
            requests: self.report.requests,
            new_items: self.report.new_items,
            waiting: self.lanes.waiting(),
            hosts: self.lanes.hosts(),
            until: self.lanes.first().map(|(turn, _)| turn).filter(|turn| *turn > now),
            shown: self.lanes.standing(self.progress.hosts(), |host, turn| {
                (turn > now).then(|| (turn, self.announced.get(host).map_or(Why::Interval, |(_, why)| *why)))
            }),
        };
        self.progress.show(&status);
    }

    /// Takes up due tasks of a source, or of all; gives how many.
    fn load(&mut self, source: Option<i64>) -> Result<usize, RunError> {
        let now = self.clock.now();
        let sources = source.map_or_else(|| self.intake.sources(), |source| vec![source]);
        if source.is_none() {
            self.looked = now;
        }
        // What a used-up budget leaves to a later run stays in the store.
        let sources = sources.into_iter().filter(|source| !self.spent.contains(source));
        let tasks = self.intake.take(self.store, sources, now)?;
        // What was put off in this run and has its turn now is not left to a later one.
        self.report.later = self.report.later.saturating_sub(self.intake.taken_again());
        let taken = tasks.len();
        for task in tasks {
            let Some(source) = self.sources.get(&task.source_id) else { continue };
            let manners = Manners {
                reach: Reach::of(&source.url),
                interval: source.interval(self.settings.limits.min_interval),
                run_id: self.run_id,
                source_id: task.source_id,
            };
            match Journey::new(self.store, task.clone(), Arc::clone(source), manners) {
                Ok(journey) => self.lanes.add(&journey.host(), journey),
                Err(no_answer) => {
                    self.intake.let_go(task.source_id);
                    self.fail(&task, no_answer)?;
                }
            }
        }
        Ok(taken)
    }

    /// The next request that may be made now, or when there will be one.
    fn next(&mut self) -> Result<Next, RunError> {
        loop {
            let now = self.clock.now();
            let Some((turn, host)) = self.lanes.first() else { return Ok(Next::Nothing) };
            if turn > now {
                return Ok(Next::At(turn));
            }
            let host = host.to_owned();
            let Some(mut journey) = self.lanes.take(&host) else { continue };
            if self.is_spent(&journey, now)? {
                self.report.later += 1;
                self.leave(&host, &journey);
                continue;
            }
            let step = match journey.next(self.store, &mut self.rules, &self.settings.limits, now) {
                Ok(step) => step,
                Err(no_answer) => {
                    self.leave(&host, &journey);
                    self.fail(&journey.task, no_answer)?;
                    continue;
                }
            };
            if step.host() != host {
                self.hand_over(&host, &step.host(), journey);
                continue;
            }
            let stored =
                if self.limiter.knows(&host) { Micros(0) } else { self.store.host(&host)?.next_allowed_at };
            let turn = self.limiter.next(&host, stored, self.started, step.interval);
            let usual = journey.manners.interval.max(least_interval(&step.url));
            let rhythm = if step.interval > usual { Why::CrawlDelay } else { Why::Interval };
            let why = self.limiter.why(&host, turn, stored, rhythm);
            if self.deadline.is_some_and(|deadline| turn > deadline) {
                self.report.cut_short = true;
                self.leave(&host, &journey);
                self.clear(&host);
            } else if turn.since(now) > LONGEST_WAIT.max(micros(step.interval)) {
                self.leave(&host, &journey);
                let left = 1 + self.clear(&host);
                tracing::info!(host, until = %turn, reason = why.as_str(), tasks = left, "left for a later run");
                self.report.later += left;
            } else if turn > now {
                self.announce(&host, turn, why, now);
                self.lanes.put_back(&host, turn, journey);
            } else {
                return Ok(Next::Start(Box::new(journey), Box::new(step)));
            }
        }
    }

    /// Hands a journey over to another host's lane; if it went for the rules of its own host, the tasks there wait for them.
    fn hand_over(&mut self, from: &str, to: &str, journey: Journey) {
        if journey.is_for_rules() {
            self.lanes.block(from);
            self.blocking.entry(journey.task.id).or_insert_with(|| from.to_owned());
        } else {
            self.lanes.let_go(from);
            if let Some(blocked) = self.blocking.remove(&journey.task.id) {
                self.lanes.unblock(&blocked);
            }
        }
        self.lanes.go_on(to, journey);
    }

    /// Leaves the journeys of a lane to a later run; gives how many.
    fn clear(&mut self, host: &str) -> usize {
        let left = self.lanes.clear(host);
        for journey in &left {
            self.intake.let_go(journey.task.source_id);
        }
        left.len()
    }

    /// Ends a journey that is in a lane.
    fn leave(&mut self, host: &str, journey: &Journey) {
        self.intake.let_go(journey.task.source_id);
        self.lanes.let_go(host);
        if let Some(blocked) = self.blocking.remove(&journey.task.id) {
            self.lanes.unblock(&blocked);
        }
    }

    /// Whether the budget of a journey's source is used up.
    fn is_spent(&mut self, journey: &Journey, now: Micros) -> Result<bool, RunError> {
        let Some(used_up) = self.budgets.check(self.store, &journey.source, now)? else { return Ok(false) };
        if self.spent.insert(journey.task.source_id) {
            tracing::info!(source = journey.source.name, until = %used_up.until, reason = used_up.reason, "left for a later run");
            self.refuse(&journey.task, "budget", journey.task.url.clone(), used_up.reason, None)?;
        }
        Ok(true)
    }

    /// Stores what a flight brought, and sends its journey on or ends it.
    fn land(&mut self, landed: Landed) -> Result<(), RunError> {
        let Landed { mut journey, step, result, read } = landed;
        let host = step.host();
        let now = self.clock.now();
        let seen = result.as_ref().map_or(now, |exchange| exchange.answered_at);
        if let Some(asked) = result.as_ref().ok().and_then(Exchange::patience) {
            // Whatever was asked for, robots.txt included: the host wants to be left alone.
            self.limiter.not_before(&host, patience(seen, asked), Why::Asked);
        }
        self.report.requests += 1;
        let next = self.limiter.answered(&host, seen, step.interval);
        let bytes = result.as_ref().map_or(0, |exchange| exchange.body.bytes.len() as u64);
        self.budgets.spend(self.store, &journey.source, bytes, now)?;
        let arrived = self.arrive(&mut journey, result, next, now);
        match arrived {
            Ok(Arrived::On) => {
                self.lanes.go_on(&host, journey);
                self.lanes.let_go(&host);
            }
            Ok(Arrived::There(answer)) => {
                self.leave(&host, &journey);
                self.answer(&journey, &step, *answer, read)?;
            }
            Err(no_answer) => {
                self.leave(&host, &journey);
                self.fail(&journey.task, no_answer)?;
            }
        }
        Ok(())
    }

    fn arrive(
        &mut self,
        journey: &mut Journey,
        result: Result<Exchange, FetchError>,
        next: Micros,
        now: Micros,
    ) -> Result<Arrived, NoAnswer> {
        journey.arrive(self.store, &mut self.rules, &self.settings.limits, result, next, now)
    }

    /// Stores an answer.
    fn answer(
        &mut self,
        journey: &Journey,
        step: &Step,
        answer: super::journey::Answer,
        read: Option<Read>,
    ) -> Result<(), RunError> {
        let Some((by, read)) = step.by.clone().zip(read) else { return Ok(()) };
        let unchanged = answer.exchange.status == 304;
        let Journey { task, source, manners, .. } = journey;
        let why = if read.judged.until.is_some() { Why::Asked } else { Why::BackOff };
        let usual = answer.next_allowed.1;
        let (page, ended, missing) =
            page::build(source, task, answer, (by, read), *manners, &self.settings.limits, self.clock.now());
        if let Some((host, at)) = page.work.next_allowed.as_ref().filter(|(_, at)| *at > usual) {
            self.limiter.not_before(host, *at, why);
        }
        let stats = self.store.put_page(&page)?;
        self.report.new_items += stats.new_items;
        self.report.changed_items += stats.changed_items;
        match ended {
            page::Ended::Done => self.report.done += 1,
            page::Ended::Again => self.report.later += 1,
            page::Ended::Failed => self.report.failed += 1,
        }
        self.report.unchanged += usize::from(unchanged);
        self.report.unmapped += missing.unmapped;
        self.report.left_out += missing.left_out;
        Ok(())
    }

    /// Ends a task that got no answer.
    fn fail(&mut self, task: &Task, no_answer: NoAnswer) -> Result<(), RunError> {
        let is_last = task.attempts + 1 >= most_attempts(&task.kind, self.settings.limits.attempts);
        match no_answer {
            NoAnswer::Refused { kind, url, reason } => {
                self.refuse(task, kind, url, reason, Some(task.id))?;
                self.report.refused += 1;
            }
            NoAnswer::RulesUnknown { url, reason, until } => {
                // A host that fails for an hour must not cost its pages for good; one that goes on failing does.
                self.refuse(task, "robots", url, reason.clone(), is_last.then_some(task.id))?;
                if is_last {
                    self.report.refused += 1;
                } else {
                    self.store.end_task(task.id, &TaskEnd::Retry(until, reason))?;
                    self.report.later += 1;
                }
            }
            NoAnswer::Failed(error) => {
                if is_last {
                    tracing::warn!(url = task.url, %error, attempt = task.attempts + 1, "no answer: given up");
                    self.store.end_task(task.id, &TaskEnd::Failed(error.to_string()))?;
                    self.report.failed += 1;
                } else {
                    let at = retry_at(self.clock.now(), None, task.attempts, task.id);
                    tracing::warn!(url = task.url, %error, attempt = task.attempts + 1, until = %at, "no answer: tried again later");
                    self.store.end_task(task.id, &TaskEnd::Retry(at, error.to_string()))?;
                    self.report.later += 1;
                }
            }
            NoAnswer::Store(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Keeps a refusal, and ends `ends` with it.
    fn refuse(
        &mut self,
        task: &Task,
        kind: &str,
        url: String,
        reason: String,
        ends: Option<i64>,
    ) -> Result<(), RunError> {
        tracing::info!(url, kind, reason, "refused");
        let decision = NewDecision {
            source_id: Some(task.source_id),
            at: self.clock.now(),
            kind: kind.to_owned(),
            url,
            reason,
        };
        Ok(self.store.refuse(self.run_id, ends, &decision)?)
    }
}

/// What may be done next.
enum Next {
    /// A request that may be made now.
    Start(Box<Journey>, Box<Step>),
    /// The first host's turn comes at that time.
    At(Micros),
    /// Nothing waits that is not under way.
    Nothing,
}
