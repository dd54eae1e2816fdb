//! How far a run has come, for whoever is watching: a bar on a terminal, silence in a pipe.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const TEMPLATE: &str = "{bar:30} {pos}/{len} {elapsed} (about {eta} left) {wide_msg}";

/// A bar on standard error; nothing for a single document.
pub struct Progress(ProgressBar);

impl Progress {
    pub fn new(documents: usize, quiet: bool) -> Self {
        let hidden = quiet || documents < 2 || !io::stderr().is_terminal();
        let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(documents as u64), target);
        bar.set_style(ProgressStyle::with_template(TEMPLATE).expect("the template of the bar is well formed"));
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress(bar)
    }

    /// A document is begun.
    pub fn begin(&self, name: &str) {
        self.0.set_message(name.to_owned());
    }

    /// A document is done, well or badly.
    pub fn done(&self) {
        self.0.inc(1);
    }

    /// Says something without disturbing the bar.
    pub fn aside(&self, say: impl FnOnce()) {
        self.0.suspend(say);
    }

    /// The run is over: the bar goes.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}
