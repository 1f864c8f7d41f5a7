//! Times of the same thing done often.

use std::time::{Duration, Instant};

/// In milliseconds, sorted.
pub(crate) struct Times(Vec<f64>);

/// A slow thing is done less often, but no less often than this.
const FEWEST: usize = 5;
const LONG_ENOUGH: Duration = Duration::from_secs(8);

impl Times {
    /// `once` gets the number of the turn and says how long what counts took; `None` is the end of it all.
    pub(crate) fn of(
        repeats: usize,
        mut once: impl FnMut(usize) -> Option<Duration>,
    ) -> Option<Times> {
        let since = Instant::now();
        let mut times = Vec::new();
        for turn in 0..repeats {
            times.push(once(turn)?.as_secs_f64() * 1000.0);
            if turn + 1 >= FEWEST && since.elapsed() > LONG_ENOUGH {
                break;
            }
        }
        times.sort_by(f64::total_cmp);
        Some(Times(times))
    }

    fn at(&self, part: f64) -> f64 {
        self.0[((self.0.len() - 1) as f64 * part) as usize]
    }

    pub(crate) fn median(&self) -> f64 {
        self.at(0.5)
    }

    /// Median, minimum, and what 19 of 20 stay below.
    pub(crate) fn shown(&self) -> String {
        format!("{:>10.3} {:>10.3} {:>10.3}", self.median(), self.at(0.0), self.at(0.95))
    }
}

/// How long a thing takes.
pub(crate) fn timed<T>(thing: impl FnOnce() -> T) -> Duration {
    let since = Instant::now();
    std::hint::black_box(thing());
    since.elapsed()
}
