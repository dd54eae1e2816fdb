//! Actions: what is asked, one for each complementizer that repeats at the top.

use std::ops::Range;

use super::reader::Reader;
use super::{Action, Inherited};
use crate::lexicon::{Role, Symbol, Tail};

/// One action, unsplit.
pub(super) fn whole(words: Range<usize>) -> Vec<Action> {
    vec![Action { words, ..Action::default() }]
}

/// The actions of a stretch of text that a complementizer opens.
pub(super) fn split(
    reader: &Reader<'_, '_>,
    words: Range<usize>,
    tail: Tail,
    complementizer: Option<Symbol>,
) -> Vec<Action> {
    let Some(symbol) = complementizer else { return whole(trimmed(reader, words)) };
    match tail {
        Tail::Thing => things(reader, words),
        Tail::Infinitive | Tail::Clause => Splitter::new(reader, words, tail, symbol).run(),
    }
}

/// *Calls for the protection of … and for the participation of …*: one thing for each particle that *and* repeats.
pub(super) fn things(reader: &Reader<'_, '_>, words: Range<usize>) -> Vec<Action> {
    let lead = reader.previous(words.start).and_then(|before| reader.particle(before));
    let repeats =
        |at: usize| lead.is_some() && reader.particle(at) == lead && reader.has(reader.next(at), Role::Determiner);
    // *a process for the choice of judges, and for their training*: the particle may be that of a noun in between.
    let mut inner = false;
    let (mut actions, mut start, mut at) = (Vec::new(), words.start, words.start);
    while at < words.end {
        match reader.coordinator(at) {
            Some(("and", particle)) if !inner && repeats(particle) => {
                actions.push(Action { words: trimmed(reader, start..at), ..Action::default() });
                start = reader.next(particle);
                at = particle;
            }
            _ => inner |= repeats(at),
        }
        at = reader.next(at);
    }
    actions.push(Action { words: trimmed(reader, start..words.end), ..Action::default() });
    actions
}

/// The actions of a sub-paragraph; none where it is a noun phrase.
pub(super) fn of_item(reader: &Reader<'_, '_>, end: usize, inherited: Inherited) -> Vec<Action> {
    let (start, _) = reader.skip_links(0);
    if let Some(symbol) = reader.particle(start) {
        let after = reader.next(start);
        if reader.infinitive(after).is_some() {
            return split(reader, after..end, Tail::Infinitive, Some(symbol));
        }
        if inherited.tail == Tail::Clause && inherited.complementizer == Some(symbol) {
            return split(reader, after..end, Tail::Clause, Some(symbol));
        }
    }
    if reader.infinitive(start).is_some() {
        return split(reader, start..end, Tail::Infinitive, inherited.complementizer.or(Some(Symbol(0))));
    }
    if reader.is_comma(start) || end <= start {
        return Vec::new();
    }
    // *a) En cas de besoin, de prendre …*: the complementizer follows an insertion.
    let after_comma = (start..end.min(start + 40)).find(|token| reader.is_comma(*token)).map(|comma| comma + 1);
    if let Some(at) = after_comma {
        if let Some(symbol) = reader.particle(at) {
            if reader.infinitive(reader.next(at)).is_some() {
                return split(reader, reader.next(at)..end, Tail::Infinitive, Some(symbol));
            }
        } else if reader.infinitive(at) == Some(at) {
            return split(reader, at..end, Tail::Infinitive, inherited.complementizer.or(Some(Symbol(0))));
        }
    }
    Vec::new()
}

/// An infinitive that governs others of the same particle: *afin de … et de …*.
struct Governor {
    symbol: Symbol,
    /// Whether *et* has joined its last member.
    closed: bool,
    /// Whether the member that *et* joined shares its complement with the one before.
    shares: bool,
    /// Whether commas have joined members.
    listed: bool,
    /// Where its last infinitive ends.
    last: usize,
    what: Governing,
}

impl Governor {
    fn new(symbol: Symbol, last: usize, what: Governing) -> Self {
        Governor { symbol, closed: false, shares: false, listed: false, last, what }
    }
}

/// What governs an infinitive.
#[derive(Clone, Copy, PartialEq)]
enum Governing {
    /// *afin de*
    Purpose,
    /// *visant à*
    Gerund,
    /// A noun, which takes only what *et* joins nearby: *les moyens de semer et de récolter*.
    Noun,
}

struct Splitter<'r, 'l, 'p> {
    reader: &'r Reader<'l, 'p>,
    words: Range<usize>,
    tail: Tail,
    symbol: Symbol,
    actions: Vec<Action>,
    governors: Vec<Governor>,
    /// Where the head of the current action ends.
    head_end: usize,
    /// Whether the head governs an infinitive of the same particle: *continuer de*.
    raising: bool,
    /// Where the last infinitive ends that depends on the head or on a word after it.
    inner: Option<usize>,
    /// How many of the last actions only commas have joined.
    listed: usize,
    /// Whether infinitives can be coordinated without their complementizer.
    bare: bool,
    /// Whether a verb has come that governs the particle: *aider X à*.
    governing: bool,
    /// Whether a clause stands within the current clause.
    nested: bool,
    /// Whether *et* has closed a list of actions that commas joined.
    closed: bool,
    /// Where the last infinitive ends that the particle ties to the word before it.
    tied: Option<usize>,
}

/// How a complementizer is joined to what stands before it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Joint {
    /// Not at all: it belongs to the word before.
    None,
    Comma,
    /// *et*, *ainsi que*; with a comma before it or not.
    And {
        comma: bool,
    },
    Or,
}

/// How many words after its head a purpose still takes a further infinitive that only a comma joins.
const NEAR: usize = 14;

/// How many words the object of a head may have before its own infinitive.
const OBJECT: usize = 3;

/// How long an insertion between a governing verb and its infinitive may be.
const INSERTION: usize = 25;

/// How long an insertion between a gerund and its infinitive may be.
const SHORT: usize = 6;

impl<'r, 'l, 'p> Splitter<'r, 'l, 'p> {
    fn new(reader: &'r Reader<'l, 'p>, words: Range<usize>, tail: Tail, symbol: Symbol) -> Self {
        let (actions, governors) = (Vec::new(), Vec::new());
        let head_end = words.start;
        // Languages whose infinitives have an ending repeat the complementizer.
        let bare = tail == Tail::Infinitive && reader.lexicon.infinitive_endings.is_empty();
        Splitter {
            reader,
            words,
            tail,
            symbol,
            actions,
            governors,
            head_end,
            raising: false,
            inner: None,
            listed: 0,
            bare,
            governing: false,
            nested: false,
            closed: false,
            tied: None,
        }
    }

    fn run(mut self) -> Vec<Action> {
        let mut at = self.begin(self.words.start);
        while at < self.words.end {
            at = self.step(at);
        }
        self.end_action(self.words.end);
        self.unlist();
        self.actions
    }

    /// A list that no *et* closes is none: what only commas have joined belongs to the action before.
    ///
    /// Only where the particle marks purposes, too; where it has no other use, a comma is enough.
    fn unlist(&mut self) {
        if !self.bare {
            return;
        }
        let kept = self.actions.len().saturating_sub(self.listed).max(1);
        if let Some(end) = self.actions.last().map(|action| action.words.end) {
            self.actions.truncate(kept);
            if let Some(last) = self.actions.last_mut() {
                last.words.end = end;
            }
        }
    }

    /// Begins an action; returns the token after its head.
    fn begin(&mut self, start: usize) -> usize {
        let mut action = Action { words: start..start, ..Action::default() };
        self.governors.clear();
        (self.raising, self.governing, self.nested) = (false, false, false);
        (self.inner, self.tied) = (None, None);
        self.head_end = start;
        if self.tail == Tail::Infinitive
            && let Some(head) = self.reader.infinitive(start)
        {
            if self.reader.is_comma(start) {
                action.words.start = self.reader.insertion_end(start, self.words.end).unwrap_or(start);
            }
            action.head = head..head + 1;
            self.head_end = self.reader.next(head);
            self.governing = self.governs(head);
        }
        self.actions.push(action);
        self.head_end.max(start)
    }

    fn end_action(&mut self, end: usize) {
        if let Some(action) = self.actions.last_mut() {
            action.words = trimmed(self.reader, action.words.start..end);
        }
    }

    fn step(&mut self, at: usize) -> usize {
        let reader = self.reader;
        let next = reader.next(at);
        if let Some(end) = reader.quotation_end(at, self.words.end) {
            return end;
        }
        if let Some(symbol) = reader.symbol(at, Role::Purpose)
            && (reader.infinitive(next).is_some() || self.tail == Tail::Clause)
        {
            let head = reader.infinitive(next);
            let last = head.map_or(next, |head| reader.next(head));
            self.governing |= head.is_some_and(|head| self.governs(head));
            self.governors.push(Governor::new(symbol, last, Governing::Purpose));
            self.inner = Some(last);
            return last;
        }
        // *qui est chargé de semer*: the form holds the particle.
        if !self.bare
            && reader.has(at, Role::Apposition)
            && let Some(head) = reader.infinitive(next)
        {
            let last = reader.next(head);
            (self.inner, self.tied) = (Some(last), Some(last));
            self.governors.push(Governor::new(self.symbol, last, Governing::Gerund));
            return last;
        }
        self.governing |= self.governs(at);
        let infinitive = reader.has(at, Role::Infinitive) && reader.infinitive(at) == Some(at);
        if self.bare && infinitive && !reader.is_compound(next - 1) {
            return self.bare_infinitive(at, next);
        }
        if reader.particle(at) != Some(self.symbol) {
            return next;
        }
        let opens = match self.tail {
            Tail::Infinitive => reader.complementizes(at) && reader.infinitive(next).is_some(),
            _ => true,
        };
        if !opens {
            return next;
        }
        let (joint, before) = self.joint(at);
        if self.splits(joint, before, at, next) {
            return self.split(joint, before, next);
        }
        next
    }

    /// Ends an action before its joint and begins the next.
    fn split(&mut self, joint: Joint, before: usize, start: usize) -> usize {
        self.end_action(before);
        self.closed = joint != Joint::Comma && self.listed != 0;
        match joint {
            Joint::Comma => self.listed += 1,
            _ => self.listed = 0,
        }
        let at = self.begin(start);
        if let Some(action) = self.actions.last_mut() {
            action.insertion = before..start;
        }
        at
    }

    /// An infinitive without complementizer, where the language lets a list go on so: *to take …, strengthen … and
    /// provide …*.
    fn bare_infinitive(&mut self, at: usize, next: usize) -> usize {
        let start = self.clitics_before(at);
        let (joint, before) = self.joint(start);
        if joint == Joint::None || joint == Joint::Or {
            return next;
        }
        // Nothing stands between infinitives that share their complement: *seize, record and destroy weapons*.
        let last = self.inner.unwrap_or(self.head_end).max(self.head_end);
        if before <= last || self.follows_infinitive(before) || self.shares_complement(before) {
            self.note_infinitive(next);
            return next;
        }
        let noun = self.reader.value(at, Role::Infinitive) == Some("noun");
        let reports = self.reader.has(at, Role::ReportVerb) && self.reader.has(next, Role::ReportNoun);
        let object = self.reader.has(next, Role::Determiner) || reports || start < at;
        if noun && !object {
            return next;
        }
        let inner = joint == (Joint::And { comma: false }) && (self.inner.is_some() || self.in_clause(before));
        if inner || self.governed_bare(joint, before, next) {
            return next;
        }
        self.split(joint, before, start)
    }

    /// Whether a purpose takes the infinitive as one more of its own: *in order to prevent …, reduce … and end …*.
    fn governed_bare(&mut self, joint: Joint, before: usize, end: usize) -> bool {
        let Some(governor) = self.governors.last_mut().filter(|governor| !governor.closed) else { return false };
        let near = before <= governor.last + NEAR;
        match joint {
            Joint::And { .. } if near || governor.listed => governor.closed = true,
            Joint::Comma if near => governor.listed = true,
            _ => return false,
        }
        governor.last = end;
        true
    }

    /// Whether an infinitive that is nothing else stands before a token: *shall complement and not duplicate*.
    fn follows_infinitive(&self, before: usize) -> bool {
        let reader = self.reader;
        let verb = reader.previous(before).filter(|verb| self.words.start <= *verb);
        verb.and_then(|verb| reader.value(verb, Role::Infinitive)).is_some_and(|value| value != "noun")
    }

    /// Where a clause with a verb of its own has begun since the last mark: *ensure that …*, *agencies that …*.
    fn clause_before(&self, before: usize) -> Option<usize> {
        let reader = self.reader;
        let mut at = before;
        while let Some(token) = reader.previous(at).filter(|token| self.head_end <= *token && !reader.is_mark(*token)) {
            let relative = reader.value(token, Role::Relative).is_some_and(|value| value != "phrase");
            if relative || reader.particle(token).is_some_and(|symbol| reader.lexicon.opens_clause(symbol)) {
                return Some(token);
            }
            at = token;
        }
        None
    }

    /// Where adverbs and pronouns before an infinitive begin.
    fn clitics_before(&self, at: usize) -> usize {
        let mut start = at;
        let adverb = |token: &usize| self.reader.has(*token, Role::Clitic) && !self.reader.has(*token, Role::Including);
        while let Some(before) = self.reader.previous(start).filter(adverb) {
            start = before;
        }
        start
    }

    /// Remembers where the last infinitive within the action ends.
    fn note_infinitive(&mut self, end: usize) {
        match self.inner {
            Some(_) => self.inner = Some(end),
            None => self.head_end = end,
        }
    }

    /// Whether a complementizer begins a further action of the verb.
    fn splits(&mut self, joint: Joint, before: usize, at: usize, next: usize) -> bool {
        let infinitive_end = self.reader.infinitive(next).map_or(next, |head| self.reader.next(head));
        let tied = joint == Joint::None || joint == Joint::Comma && self.governs_past_insertion(before);
        if tied || self.after_insertion(at) || self.after_gerund(at) {
            self.complement(at, infinitive_end);
            (self.inner, self.tied) = (Some(infinitive_end), Some(infinitive_end));
            return false;
        }
        if joint == Joint::Or {
            return false;
        }
        if self.governed(joint, before, infinitive_end) {
            return false;
        }
        // *chargé de semer, d'arroser et de tailler*: nothing stands between it and an infinitive that is not the head.
        if !self.bare && self.tied.is_some_and(|tied| before <= tied) {
            (self.inner, self.tied) = (Some(infinitive_end), Some(infinitive_end));
            return false;
        }
        // *intensifier et d'appuyer les activités*: both share what follows.
        if self.tail == Tail::Infinitive && self.shares_complement(before) {
            self.head_end = infinitive_end;
            return false;
        }
        let inner = self.raises(before) || self.nested || self.inner_in_clause(before);
        !(inner && joint == Joint::And { comma: false })
    }

    /// Whether a word that governs the particle takes what *and* joins: where one particle serves all infinitives, only
    /// if it is near.
    fn raises(&self, before: usize) -> bool {
        let near = self.inner.is_some_and(|inner| before <= inner + NEAR);
        self.raising && (near || !self.bare)
    }

    /// *agencies that help to X and to Y*: both depend on the verb of the inner clause, unless *and* closes a list.
    fn inner_in_clause(&self, before: usize) -> bool {
        let clause = self.clause_before(before).filter(|_| self.listed == 0);
        clause.is_some_and(|clause| self.inner.is_some_and(|inner| clause < inner))
    }

    /// *rules that slow … and protect …*: both are verbs of the inner clause, unless *and* closes a list; *ensure that all
    /// report …* has a verb of its own, *update that list …* has none.
    fn in_clause(&self, before: usize) -> bool {
        let reader = self.reader;
        let Some(clause) = self.clause_before(before).filter(|_| self.listed == 0) else { return false };
        let object = reader.previous(clause).is_some_and(|verb| reader.has(verb, Role::Infinitive));
        let verb = |token: usize| {
            let led_in = reader.previous(token).is_some_and(|to| reader.particle(to) == Some(self.symbol));
            !led_in && reader.value(token, Role::Infinitive) == Some("")
        };
        !object || (clause + 1..before).any(verb)
    }

    /// Whether a word governs infinitives of the complementizer's particle: *aider X à*, *inviter X à*.
    fn governs(&self, at: usize) -> bool {
        self.reader.symbol(at, Role::Raising) == Some(self.symbol)
            || self.reader.relay(at).is_some_and(|frame| frame.complementizers.contains(&self.symbol))
    }

    /// A complementizer that belongs to the word before it: the head, a gerund, or a verb that governs it.
    fn complement(&mut self, at: usize, infinitive_end: usize) {
        if self.tail == Tail::Clause {
            self.nested = true;
        } else if !self.after_gerund(at) && (self.governing || self.after_insertion(at) && !self.bare) {
            self.raising = true;
        } else {
            let gerund = self.after_gerund(at);
            // *étudier les moyens de semer et de récolter*: the object of the head leaves the second to the head.
            if gerund || !self.bare && self.head_end + OBJECT < at {
                let what = if gerund { Governing::Gerund } else { Governing::Noun };
                self.governors.push(Governor::new(self.symbol, infinitive_end, what));
            }
        }
    }

    /// *continuer, en sa qualité de coordonnateur, d'organiser*: the head has no object, only an insertion.
    fn after_insertion(&self, at: usize) -> bool {
        const ADVERBIAL: [Role; 5] =
            [Role::Condition, Role::Apposition, Role::Partner, Role::Deadline, Role::Recurrence];
        let reader = self.reader;
        let mut from = self.head_end;
        while [Role::Link, Role::Clitic, Role::Degree, Role::Recurrence].iter().any(|role| reader.has(from, *role)) {
            from = reader.next(from);
        }
        let opens = reader.is_comma(from) || self.governing && ADVERBIAL.iter().any(|role| reader.has(from, *role));
        let first = !self.raising && self.inner.is_none();
        first && at - self.head_end < 30 && opens && self.head_end + 1 < at && reader.is_comma(at - 1)
    }

    /// *aider les pays, en particulier les plus petits, à semer*: the verb that governs the particle has no complement
    /// before the insertion that ends with a comma.
    fn governs_past_insertion(&self, comma: usize) -> bool {
        let reader = self.reader;
        let open = (comma.saturating_sub(INSERTION)..comma).rev().find(|token| reader.is_comma(*token));
        self.governing && !self.raising && open.is_some_and(|open| reader.has(open + 1, Role::Including))
    }

    /// *en prévoyant notamment d'évaluer*, *visant, entre autres, à évaluer*.
    fn after_gerund(&self, at: usize) -> bool {
        let mut before = self.reader.previous(at);
        if !self.bare && before.is_some_and(|token| self.reader.is_comma(token)) {
            let open = (at.saturating_sub(SHORT)..at - 1).rev().find(|token| self.reader.is_comma(*token));
            let inserted = open.filter(|token| self.reader.coordinator(token + 1).is_none());
            before = inserted.and_then(|token| self.reader.previous(token));
        }
        while let Some(token) = before.filter(|token| {
            self.reader.has(*token, Role::Link)
                || self.reader.has(*token, Role::Including)
                || self.reader.has(*token, Role::Clitic)
        }) {
            before = self.reader.previous(token);
        }
        before.is_some_and(|token| self.reader.is_gerund(token))
    }

    /// Whether a purpose takes the infinitive as one more of its own.
    fn governed(&mut self, joint: Joint, before: usize, infinitive_end: usize) -> bool {
        let symbol = self.symbol;
        // *en vue d'évaluer et de faire connaître les risques, de …*: two that share a complement may be the first.
        let open = |governor: &Governor| !governor.closed || governor.shares && joint == Joint::Comma;
        let (bare, told) = (self.bare, self.tells_the_organ(before, infinitive_end));
        let closed = self.closed && !told;
        let Some(governor) = self.governors.iter_mut().rev().find(|g| g.symbol == symbol && open(g)) else {
            return false;
        };
        let far = NEAR < before.saturating_sub(governor.last);
        if governor.what == Governing::Noun && (joint != (Joint::And { comma: false }) || far || told) {
            return false;
        }
        governor.closed = false;
        let shares = before <= governor.last + 1;
        match joint {
            Joint::Comma if !governor.listed && far => return false,
            // The *et* behind a comma joins what is longer, unless that list is closed.
            Joint::And { comma: true } if !governor.listed && far && !bare && !closed => return false,
            Joint::Comma => governor.listed = true,
            Joint::And { .. } => governor.closed = true,
            Joint::None | Joint::Or => {}
        }
        governor.shares = shares && governor.closed;
        governor.last = infinitive_end;
        true
    }

    /// Whether the organ is to be told something: *et de lui faire rapport*, which no noun before it asks for.
    fn tells_the_organ(&self, from: usize, to: usize) -> bool {
        (from..to).any(|token| {
            self.reader.value(token, Role::Clitic) == Some("organ") || self.reader.has(token, Role::ReportVerb)
        })
    }

    /// Whether nothing but adverbs stands between the head and what is joined to it: *mark, as appropriate, and repair
    /// the wells*.
    fn shares_complement(&self, before: usize) -> bool {
        let reader = self.reader;
        let mut at = self.head_end;
        while at < before {
            let phrase = reader.value(at, Role::Condition) == Some("phrase");
            if !phrase && !reader.is_adverbial(at) && !reader.is_comma(at) {
                return false;
            }
            at = reader.next(at);
        }
        true
    }

    /// What joins a complementizer, and where that begins.
    fn joint(&self, at: usize) -> (Joint, usize) {
        let reader = self.reader;
        let mut from = at;
        while let Some(before) = reader.previous(from) {
            if let Some((kind, _)) = reader.coordinator(before) {
                let comma = before != 0 && reader.is_comma(before - 1);
                let start = if comma { before - 1 } else { before };
                let joint = if kind == "or" { Joint::Or } else { Joint::And { comma } };
                return (joint, start);
            }
            if reader.is_comma(before) || reader.folded.mark(before) == Some(b';') {
                if self.inserted_and(before).is_none() && self.bare && self.listed == 0 && self.closes_insertion(before)
                {
                    return (Joint::None, at);
                }
                return match self.inserted_and(before) {
                    Some((comma, start)) => (Joint::And { comma }, start),
                    None => (Joint::Comma, before),
                };
            }
            let adverb = reader.is_adverbial(before) || reader.has(before, Role::Again);
            // *and in particular to*, but not *, including to*.
            let particular = reader.has(before, Role::Including)
                && reader.previous(before).is_some_and(|token| reader.coordinator(token).is_some());
            if !adverb && !particular {
                break;
            }
            from = before;
        }
        (Joint::None, at)
    }

    /// *take measures, as appropriate, to …*: what follows belongs to the words before the insertion.
    fn closes_insertion(&self, comma: usize) -> bool {
        let reader = self.reader;
        let inserted = reader.previous(comma).filter(|inserted| {
            self.head_end < *inserted
                && [Role::Condition, Role::Relative, Role::Clitic].iter().any(|role| reader.has(*inserted, *role))
        });
        inserted.is_some_and(|inserted| reader.is_comma(inserted - 1))
    }

    /// *…, et, selon qu'il convient, de …*: the *et* before an insertion.
    fn inserted_and(&self, comma: usize) -> Option<(bool, usize)> {
        let reader = self.reader;
        let mut at = comma;
        while let Some(before) = reader.previous(at).filter(|before| comma - before < 25 && self.head_end < *before) {
            if reader.is_comma(before) {
                let and = reader.previous(before)?;
                let (kind, _) = reader.coordinator(and)?;
                let comma = and != 0 && reader.is_comma(and - 1);
                return (kind != "or").then_some((comma, if comma { and - 1 } else { and }));
            }
            at = before;
        }
        None
    }
}

/// Without commas, coordinators and links at its end.
pub(super) fn trimmed(reader: &Reader<'_, '_>, words: Range<usize>) -> Range<usize> {
    let mut end = words.end;
    while let Some(before) = reader.previous(end).filter(|before| words.start < *before) {
        let mark = matches!(reader.folded.mark(before), Some(b',' | b';' | b':' | b'.'));
        let link = reader.has(before, Role::Link) && reader.is_comma(before.saturating_sub(1));
        if !(mark || link || reader.coordinator(before).is_some()) {
            break;
        }
        end = before;
    }
    words.start..end.max(words.start)
}
