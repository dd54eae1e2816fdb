//! What people write beside the asks of a workbook, and what a later run tells them there.

/// A column of a workbook that is no column of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Tracking {
    /// How far the ask is, one of [`STATUSES`].
    Status,
    /// Who sees to it.
    Responsible,
    /// How much of it is done.
    Progress,
    /// When it is to be done for those who see to it.
    Due,
    /// Whatever else there is to say.
    Comment,
    /// Whether the ask is new, changed or gone since the workbook was made.
    Change,
    /// What it said before it changed.
    Earlier,
}

impl Tracking {
    /// The key of its name among the words.
    pub fn key(self) -> &'static str {
        match self {
            Tracking::Status => "column.status",
            Tracking::Responsible => "column.responsible",
            Tracking::Progress => "column.progress",
            Tracking::Due => "column.due",
            Tracking::Comment => "column.comment",
            Tracking::Change => "column.change",
            Tracking::Earlier => "column.earlier",
        }
    }

    /// The key of what is said about it.
    pub fn about(self) -> &'static str {
        match self {
            Tracking::Status => "about.status",
            Tracking::Responsible => "about.responsible",
            Tracking::Progress => "about.progress",
            Tracking::Due => "about.due",
            Tracking::Comment => "about.comment",
            Tracking::Change => "about.change",
            Tracking::Earlier => "about.earlier",
        }
    }
}

/// The keys of what an ask can have come to, the first for those that nobody has touched.
pub(crate) const STATUSES: [&str; 7] = [
    "status.not-started",
    "status.in-progress",
    "status.implemented",
    "status.elapsed",
    "status.superseded",
    "status.requires-funding",
    "status.not-applicable",
];
