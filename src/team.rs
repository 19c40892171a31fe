//! Several sessions on threads of their own, natively: one leads, the others help. The page has workers instead
//! (`www/engine/pool.ts`), which do the same.

use crate::error::{Error, Result};
use crate::measure::Run;
use crate::model::Progress;
use crate::rounds::Round;
use crate::session::{Session, Shared};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

/// Most workers that are taken without being asked for.
const MOST: usize = 8;

/// How many workers there are to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Workers {
    /// One less than this machine has cores, eight at most; one where more do not pay.
    #[default]
    Auto,
    /// So many, whoever leads included.
    Exactly(usize),
}

impl Workers {
    /// Reads `auto` or a number.
    ///
    /// # Errors
    /// For anything else.
    pub fn parse(text: &str) -> Result<Self> {
        match text.parse() {
            Ok(n @ 1..=64) => Ok(Workers::Exactly(n)),
            _ if text == "auto" => Ok(Workers::Auto),
            _ => Err(Error::parameter(
                "call",
                "workers",
                "“auto” or a whole number from 1 to 64",
                format!("“{text}”"),
            )),
        }
    }

    /// How many there are at most.
    pub fn most(self) -> usize {
        1 + self.helpers()
    }

    /// Most helpers.
    fn helpers(self) -> usize {
        match self {
            Workers::Exactly(n) => n.saturating_sub(1),
            Workers::Auto => {
                thread::available_parallelism().map_or(1, usize::from).min(MOST + 1).saturating_sub(2)
            }
        }
    }
}

/// Helpers of one session.
pub struct Team {
    data: Shared,
    /// Whether they are wanted also where they hardly pay.
    anyway: bool,
    /// How many more there may be; several teams can have them in turn.
    spare: Arc<AtomicUsize>,
    helpers: Vec<(Sender<Order>, JoinHandle<()>)>,
    /// What they have begun.
    errand: Option<Run>,
    /// Whether all of them have heard what was said before each of its rounds so far.
    heard: bool,
}

enum Order {
    Begin(Run),
    Round(Arc<Open>, Sender<Answer>),
    Learn(Range<u32>, Arc<Vec<u8>>),
}

/// A part by its number, and its answer.
type Answer = (usize, Result<Vec<u8>>);

/// A round under way.
struct Open {
    said: Vec<u8>,
    round: Round,
    /// The part that nobody has taken yet.
    next: AtomicUsize,
}

impl Open {
    fn parts(&self) -> usize {
        self.round.bounds.len() - 1
    }

    /// Takes the next part.
    fn take(&self) -> Option<usize> {
        Some(self.next.fetch_add(1, Ordering::Relaxed)).filter(|&part| part < self.parts())
    }

    fn rows(&self, part: usize) -> Range<u32> {
        self.round.bounds[part]..self.round.bounds[part + 1]
    }

    fn answer(&self, session: &mut Session, part: usize) -> Result<Vec<u8>> {
        loop {
            if let Some(answer) = session.answer(self.rows(part))? {
                return Ok(answer);
            }
        }
    }
}

impl Team {
    /// For what `session` does with its present data. Threads are started when there is work for them.
    ///
    /// # Errors
    /// When nothing is loaded.
    pub fn new(session: &Session, workers: Workers) -> Result<Self> {
        let spare = Arc::new(AtomicUsize::new(workers.helpers()));
        Ok(Team::of(session.shared()?, workers, spare))
    }

    fn of(data: Shared, workers: Workers, spare: Arc<AtomicUsize>) -> Self {
        Team {
            data,
            anyway: workers != Workers::Auto,
            spare,
            helpers: Vec::new(),
            errand: None,
            heard: false,
        }
    }

    /// How many work on it now, whoever leads included.
    pub fn workers(&self) -> usize {
        1 + self.helpers.len()
    }

    /// Takes the next step of the training or the evaluation under way: a whole round where there is one and help for it.
    ///
    /// # Errors
    /// As [`Session::step`].
    pub fn step(&mut self, session: &mut Session) -> Result<Progress> {
        let Some(round) = session.round() else { return session.step() };
        let most = self.helpers.len() + self.spare.load(Ordering::Relaxed);
        let wanted = session.helpers(most, self.anyway);
        if wanted == 0 {
            self.heard = false;
            return session.step();
        }
        let errand = session.errand()?;
        if self.errand.as_ref() != Some(&errand) {
            self.order(|| Order::Begin(errand.clone()));
            self.heard = false;
        }
        while self.helpers.len() < wanted && self.takes_spare() {
            let helper = start(&self.data);
            helper.0.send(Order::Begin(errand.clone())).ok();
            self.helpers.push(helper);
            self.heard = false;
        }
        self.errand = Some(errand);
        if self.helpers.is_empty() {
            return session.step();
        }
        let said = session.say(!self.heard)?;
        self.heard = true;
        let next = AtomicUsize::new(usize::from(round.is_begun));
        let open = Open { said, round, next };
        let (open, (sender, answers)) = (Arc::new(open), channel());
        self.order(|| Order::Round(Arc::clone(&open), sender.clone()));
        drop(sender);
        let done = self.lead(session, &open, &answers);
        // After an error nobody needs the rest.
        open.next.store(open.parts(), Ordering::Relaxed);
        done
    }

    /// Answers parts as long as there are any, and joins all answers in their order.
    fn lead(&self, session: &mut Session, open: &Open, answers: &Receiver<Answer>) -> Result<Progress> {
        let mut waiting: Vec<Option<Vec<u8>>> = vec![None; open.parts()];
        let mut progress = Progress::default();
        let mut joined = 0;
        if open.round.is_begun {
            waiting[0] = Some(open.answer(session, 0)?);
        }
        while joined < open.parts() {
            if let Some(part) = open.take() {
                waiting[part] = Some(open.answer(session, part)?);
                answers.try_iter().for_each(|(part, answer)| waiting[part] = answer.ok());
            } else if let Ok((part, answer)) = answers.recv() {
                waiting[part] = answer.ok();
            } else if waiting[joined].is_none() {
                // All helpers have ended, and nobody has this one.
                waiting[joined] = Some(open.answer(session, joined)?);
            }
            while let Some(answer) = waiting.get_mut(joined).and_then(Option::take) {
                progress = session.join(&answer)?;
                if open.round.is_learned {
                    let answer = Arc::new(answer);
                    self.order(|| Order::Learn(open.rows(joined), Arc::clone(&answer)));
                }
                joined += 1;
            }
        }
        Ok(progress)
    }

    fn takes_spare(&self) -> bool {
        self.spare.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1)).is_ok()
    }

    fn order(&self, order: impl Fn() -> Order) {
        for (orders, _) in &self.helpers {
            // A helper that is gone is missed by nobody.
            orders.send(order()).ok();
        }
    }
}

impl Drop for Team {
    fn drop(&mut self) {
        for (orders, thread) in self.helpers.drain(..) {
            drop(orders);
            thread.join().ok();
            self.spare.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn start(data: &Shared) -> (Sender<Order>, JoinHandle<()>) {
    let (orders, taken) = channel();
    let data = data.clone();
    (orders, thread::spawn(move || help(data, &taken)))
}

/// A helper's life. Where it cannot help it takes no parts, and others do them.
fn help(data: Shared, orders: &Receiver<Order>) {
    let mut session = Session::of(data);
    let mut able = false;
    for order in orders {
        match order {
            Order::Begin(errand) => able = session.help(&errand).is_ok(),
            Order::Round(open, answers) => {
                able = able && session.hear(&open.said).is_ok();
                while let Some(part) = Some(()).filter(|()| able).and_then(|()| open.take()) {
                    let answer = open.answer(&mut session, part);
                    able = answer.is_ok();
                    answers.send((part, answer)).ok();
                }
            }
            Order::Learn(rows, answer) => able = able && session.learn(rows, &answer).is_ok(),
        }
    }
}

/// Does runs, several at once, each in a session that has the data of `session` for itself; `told` hears of each that is done.
/// Whoever has no run left helps with the last ones, in the team that `work` is given. The results are in the order of the runs.
///
/// # Errors
/// When nothing is loaded.
pub fn side_by_side<T: Send>(
    session: &Session,
    runs: &[Run],
    workers: Workers,
    work: impl Fn(&mut Session, &mut Team, &Run) -> T + Sync,
    mut told: impl FnMut(&T),
) -> Result<Vec<T>> {
    let (data, next) = (session.shared()?, AtomicUsize::new(0));
    let most = workers.most();
    let lanes = session.lanes(runs, most, workers != Workers::Auto);
    let spare = Arc::new(AtomicUsize::new(most - lanes));
    let queue = if lanes > 1 { Session::queue(runs) } else { (0..runs.len() as u32).collect() };
    let mut done: Vec<Option<T>> = runs.iter().map(|_| None).collect();
    thread::scope(|scope| {
        let (sender, results) = channel();
        for _ in 0..lanes {
            let (data, sender, spare) = (data.clone(), sender.clone(), Arc::clone(&spare));
            let (queue, next, work) = (&queue, &next, &work);
            scope.spawn(move || {
                let mut session = Session::of(data.clone());
                while let Some((at, run)) = {
                    let at = queue.get(next.fetch_add(1, Ordering::Relaxed)).map(|&at| at as usize);
                    at.map(|at| (at, &runs[at]))
                } {
                    let mut team = Team::of(data.clone(), workers, Arc::clone(&spare));
                    sender.send((at, work(&mut session, &mut team, run))).ok();
                }
                spare.fetch_add(1, Ordering::Relaxed);
            });
        }
        drop(sender);
        for (at, result) in results {
            told(&result);
            done[at] = Some(result);
        }
    });
    Ok(done.into_iter().flatten().collect())
}
