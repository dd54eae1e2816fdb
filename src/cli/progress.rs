//! How far a run has come, for whoever is watching: a bar on a terminal, silence in a pipe.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::streams;

/// Short enough to leave a name some room on a narrow terminal.
const TEMPLATE: &str = "{bar:10} {pos}/{len}, {eta} left {wide_msg}";

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

    /// A document is begun: its name is shown, for which there is more room without its folders.
    pub fn begin(&self, path: &Path) {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        self.0.set_message(streams::legible(&name).replace('\n', " "));
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
