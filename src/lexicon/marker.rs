//! The closed set of roles that words can play in a clause.

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident = $name:literal,)*) => {
        /// The part that a form plays in a clause: the `role` column of `markers.csv`, and two more for the forms of
        /// the other tables.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Role { $($(#[$doc])* $role,)* }

        impl Role {
            /// All roles.
            pub(crate) const ALL: &'static [Role] = &[$(Role::$role),*];

            /// The role of this name in a table.
            pub(crate) fn named(name: &str) -> Option<Role> {
                match name {
                    $($name => Some(Role::$role),)*
                    _ => None,
                }.filter(|role| !matches!(role, Role::Actor | Role::Verb))
            }

            /// The names of all roles, for messages.
            pub(crate) fn names() -> String {
                [$($name),*].into_iter().filter(|name| !name.starts_with('(')).collect::<Vec<_>>().join(", ")
            }
        }
    };
}

roles! {
    /// A form of `actors.csv` or `states.csv`.
    Actor = "(actor)",
    /// The first word of a form of `acts.csv`.
    Verb = "(verb)",
    /// A preposition or complementizer; its value is the dictionary form that frames name.
    Particle = "particle",
    /// What a noun phrase begins with.
    Determiner = "determiner",
    /// Joins members of a list; value `and`, `or` or `as-well-as`.
    Coordinator = "coordinator",
    /// Names some of those just named: *notamment*.
    Including = "including",
    /// Opens a relative clause, or is a whole one (value `phrase`).
    Relative = "relative",
    /// Says nothing for the record: *en outre*.
    Link = "link",
    /// Says that the ask was made before: *de nouveau*.
    Again = "again",
    /// Stands within a verb without changing its act: *profondément*.
    Degree = "degree",
    /// Stands beside the head of an actor without changing who it is: *compétents*.
    Qualifier = "qualifier",
    /// Opens an infinitive that is no action of its own; value: the particle that a further one repeats.
    Purpose = "purpose",
    /// Opens a gerund or participle phrase.
    Gerund = "gerund",
    /// How gerunds end.
    GerundEnding = "gerund-ending",
    /// How adverbs end that may stand between a complementizer and its infinitive.
    AdverbEnding = "adverb-ending",
    /// Names the collaborators of whoever acts: *en coopération avec*.
    Partner = "partner",
    /// Opens an apposition inside an addressee: *en sa qualité de*.
    Apposition = "apposition",
    /// Limits the duty; value `phrase` (whole) or `opener` (up to the next comma).
    Condition = "condition",
    /// Stands before a date, a span or a session; value `by`, `within` or `at`.
    Deadline = "deadline",
    /// A month; value 1 to 12.
    Month = "month",
    /// A number in words.
    Number = "number",
    /// An ordinal number in words.
    Ordinal = "ordinal",
    /// A unit of time; value `D`, `W`, `M` or `Y`.
    Unit = "unit",
    /// The word *session*.
    Session = "session",
    /// A noun that a bare number belongs to: *paragraphe 3*.
    Numbered = "numbered",
    /// How often; the value is normalised, or `opener` before a number and a unit.
    Recurrence = "recurrence",
    /// An infinitive that reports; value `report`, `submit` or `inform`.
    ReportVerb = "report-verb",
    /// What is reported with.
    ReportNoun = "report-noun",
    /// An infinitive that makes others act; value: its frame.
    Relay = "relay",
    /// A verb after which the particle of its value opens no action of its own: *aider X à planifier et à financer*.
    Raising = "raising",
    /// A finite verb of duty; value `subject` or `object`, where the bearer stands.
    Duty = "duty",
    /// May stand between a complementizer and its infinitive; value `organ` where the organ is meant.
    Clitic = "clitic",
    /// A pronoun before the verb that stands for an addressee; value `X`, or a particle and `X`.
    ObjectPronoun = "object-pronoun",
    /// How infinitives end.
    InfinitiveEnding = "infinitive-ending",
    /// An infinitive, where endings do not tell.
    Infinitive = "infinitive",
    /// Ends as an infinitive does and is none.
    NotInfinitive = "not-infinitive",
    /// An infinitive phrase without object of its own: *mettre au point*.
    VerbPhrase = "verb-phrase",
    /// A noun for something that is done, which nobody can be asked by: *renforcement*.
    Thing = "thing",
    /// Ends a lead-in that says nothing by itself: *les mesures suivantes*.
    Shell = "shell",
}

impl Role {
    /// Whether forms are endings of words, and no words.
    pub(crate) fn is_ending(self) -> bool {
        matches!(self, Role::InfinitiveEnding | Role::GerundEnding | Role::AdverbEnding)
    }
}

/// Which roles a hit may play.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct RoleSet(u64);

impl RoleSet {
    pub(crate) fn insert(&mut self, role: Role) {
        self.0 |= 1 << role as u64;
    }

    pub(crate) fn has(self, role: Role) -> bool {
        self.0 >> role as u64 & 1 == 1
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }
}
