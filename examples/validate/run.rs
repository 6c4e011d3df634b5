//! The run over all documents: one thread for one document, several for many, reports in the order asked for.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io;
use std::io::Write as _;
use std::num::NonZeroUsize;
use std::panic;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use signal_hook::consts::SIGINT;
use signal_hook::flag;
use taxdoc::Language;
use taxdoc::Limits;
use taxdoc::Validator;
use taxdoc::profile::vn::set::Summary;
use taxdoc::report::Selection;

use crate::arguments::Arguments;
use crate::arguments::Detail;
use crate::arguments::Format;
use crate::input::Input;
use crate::input::Place;
use crate::inputs;
use crate::inputs::Inputs;
use crate::output::Done;
use crate::output::Printer;
use crate::problem::Problem;
use crate::progress::Progress;
use crate::style::Style;
use crate::tally::Tally;
use crate::words;

/// Reports that may wait for an earlier one, for each thread: enough to keep every thread busy, too few to fill the memory.
const WAITING: usize = 64;

/// Validates everything and returns the exit status.
pub(crate) fn run(validator: &Validator, arguments: Arguments, language: Language) -> u8 {
    let Limits { document: limit, nodes, .. } = Limits::default();
    let single = arguments.paths.len() == 1 && !arguments.paths.iter().any(|path| stands_for_several(path));
    let style = Style::new(&arguments, language, !single);
    // A shorter file has fewer nodes than the limit: `<a/>x` makes two of five bytes.
    let streamed = (!arguments.schema.is_empty()).then(|| limit.min(nodes.saturating_mul(2)));
    // One document ends at once by itself; of many the reports so far are worth having.
    let interrupted = if single { Arc::default() } else { interruption() };
    let progress = (arguments.progress && !single && arguments.repeat.is_none() && arguments.detail != Detail::Quiet)
        .then(|| Progress::of(&arguments.paths, language))
        .flatten();
    let run = Run { validator, limit, style, streamed, selection: &arguments.selection, interrupted: &interrupted };
    let inputs = Inputs::new(arguments.paths, limit);
    let Some(times) = arguments.repeat else {
        let jobs = if single { NonZeroUsize::MIN } else { arguments.jobs };
        let printer = run.print_all(inputs, jobs, Printer::new(style, Tally::default(), progress));
        return printer.finish(interrupted.load(Ordering::Relaxed));
    };
    let mut printer = Printer::new(style, Tally::default(), None);
    let mut documents = Vec::new();
    for input in inputs {
        let read = input.and_then(|input| Ok((input.read(limit)?, input.name)));
        match read {
            Ok((bytes, name)) => documents.push((name, bytes)),
            Err(problem) => printer.problem(&problem),
        }
    }
    let start = Instant::now();
    let again = documents.iter().map(|(name, bytes)| Ok(Input { name: name.clone(), place: Place::Memory(Arc::clone(bytes)) }));
    let printer = run.print_all(again, arguments.jobs, printer);
    run.repeat(&documents, times.get() - 1, arguments.jobs);
    rate(&documents, times.get(), start.elapsed(), language);
    printer.finish(interrupted.load(Ordering::Relaxed))
}

/// Set by Ctrl-C. The second one ends the program as if nobody had asked.
fn interruption() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    // Where the system lets nobody listen, Ctrl-C does what it always does.
    let _ = flag::register_conditional_default(SIGINT, Arc::clone(&flag)).and_then(|_| flag::register(SIGINT, Arc::clone(&flag)));
    flag
}

/// Whether a path may hold more than one document.
fn stands_for_several(path: &Path) -> bool {
    path.is_dir() || inputs::is_pattern(path) || path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

/// What every thread needs.
#[derive(Clone, Copy)]
struct Run<'v> {
    validator: &'v Validator,
    limit: usize,
    style: Style,
    /// A longer file is validated while it is read, whatever its size, where a schema is all that is asked.
    streamed: Option<usize>,
    selection: &'v Selection,
    interrupted: &'v AtomicBool,
}

impl Run<'_> {
    /// Validates each input once and prints the reports.
    fn print_all<I>(self, inputs: I, jobs: NonZeroUsize, printer: Printer) -> Printer
    where
        I: Iterator<Item = Result<Input, Problem>> + Send,
    {
        let queue = Queue {
            inputs: Mutex::new(inputs.enumerate()),
            order: Mutex::new(Order { printer, waiting: BTreeMap::new(), next: 0 }),
            turn: Condvar::new(),
            window: jobs.get().saturating_mul(WAITING),
            ordered: self.style.format != Format::JsonLines,
            interrupted: self.interrupted,
        };
        parallel(jobs, || {
            while let Some((index, input)) = queue.take() {
                let done = input.and_then(|input| self.document(&input));
                queue.give(index, done);
            }
        });
        queue.order.into_inner().unwrap_or_else(PoisonError::into_inner).printer
    }

    /// Reads and validates one document and writes its report into memory.
    fn document(self, input: &Input) -> Result<Done, Problem> {
        if let Some(limit) = self.streamed
            && let Some(stream) = input.open_beyond(limit)?
        {
            return self.guarded(input, || {
                let report = self.validator.validate_stream(stream);
                let report = report.map_err(|error| Problem::of_reading(Path::new(&input.name), &error))?;
                Ok(Done::new(&self.selection.apply(report).with_file(&*input.name), &[], None, self.style))
            });
        }
        let bytes = input.read(self.limit)?;
        self.guarded(input, || {
            let mut summary = (self.style.together > 0).then(Summary::default);
            let report = self.validator.validate_and_read(&bytes, &mut |reading| {
                if let Some(summary) = &mut summary {
                    *summary = Summary::of_reading(reading);
                }
            });
            let report = self.selection.apply(report).with_file(&*input.name);
            Ok(Done::new(&report, &bytes, summary, self.style))
        })
    }

    fn guarded(self, input: &Input, work: impl FnOnce() -> Result<Done, Problem>) -> Result<Done, Problem> {
        // A defect of the library must not cost the reports of a whole batch.
        panic::catch_unwind(AssertUnwindSafe(work))
            .unwrap_or_else(|_| Err(Problem::of_path(&words::DEFECT, Path::new(&input.name))))
    }

    /// Validates each document that many times more.
    fn repeat(self, documents: &[(String, Arc<Vec<u8>>)], times: usize, jobs: NonZeroUsize) {
        let total = documents.len().saturating_mul(times);
        let next = AtomicUsize::new(0);
        parallel(jobs, || {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= total || self.interrupted.load(Ordering::Relaxed) {
                    return;
                }
                if let Some((_, bytes)) = documents.get(index % documents.len()) {
                    black_box(self.validator.validate(black_box(bytes)));
                }
            }
        });
    }
}

/// Runs the same work on that many threads, this one among them.
fn parallel(jobs: NonZeroUsize, work: impl Fn() + Sync) {
    if jobs == NonZeroUsize::MIN {
        return work();
    }
    thread::scope(|scope| {
        for _ in 1..jobs.get() {
            // Where the system refuses another thread, those that exist do the work.
            if thread::Builder::new().spawn_scoped(scope, &work).is_err() {
                break;
            }
        }
        work();
    });
}

/// Hands out inputs and takes reports back.
struct Queue<'r, I: Iterator> {
    inputs: Mutex<std::iter::Enumerate<I>>,
    order: Mutex<Order>,
    turn: Condvar,
    window: usize,
    ordered: bool,
    interrupted: &'r AtomicBool,
}

/// The reports on their way to the printer.
struct Order {
    printer: Printer,
    waiting: BTreeMap<usize, Result<Done, Problem>>,
    next: usize,
}

impl<I: Iterator<Item = Result<Input, Problem>>> Queue<'_, I> {
    fn take(&self) -> Option<(usize, I::Item)> {
        let mut inputs = self.inputs.lock().unwrap_or_else(PoisonError::into_inner);
        if self.interrupted.load(Ordering::Relaxed) || self.order().printer.is_closed() { None } else { inputs.next() }
    }

    fn give(&self, index: usize, done: Result<Done, Problem>) {
        let mut order = self.order();
        if !self.ordered {
            return order.printer.take(done);
        }
        // The thread that holds the next report never waits here, so the others do not wait for ever.
        while index >= order.next.saturating_add(self.window) {
            order = self.turn.wait(order).unwrap_or_else(PoisonError::into_inner);
        }
        order.waiting.insert(index, done);
        let order = &mut *order;
        while let Some(done) = order.waiting.remove(&order.next) {
            order.printer.take(done);
            order.next += 1;
        }
        self.turn.notify_all();
    }

    fn order(&self) -> MutexGuard<'_, Order> {
        self.order.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells documents and megabytes (1,000,000 bytes) a second on standard error.
fn rate(documents: &[(String, Arc<Vec<u8>>)], times: usize, elapsed: Duration, language: Language) {
    let nanoseconds = elapsed.as_nanos().max(1);
    let count = documents.len() as u128 * times as u128;
    let bytes: u128 = documents.iter().map(|(_, bytes)| bytes.len() as u128).sum::<u128>() * times as u128;
    let tenths = bytes * 10_000 / nanoseconds;
    let text = Problem::with_value(&words::RATE, count.to_string())
        .with("time", format!("{}.{:03}", elapsed.as_secs(), elapsed.subsec_millis()))
        .with("rate", (count * 1_000_000_000 / nanoseconds).to_string())
        .with("megabytes", format!("{}.{}", tenths / 10, tenths % 10));
    text.print(language);
    let _ = io::stderr().flush();
}
