//! Pages: the characters that the operators of a page show, each with its place.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, ObjectIdentifier, Rect, Stream, String as Bytes};
use hayro_syntax::page::{Page, Resources, Rotation};

use super::bounds::{Budget, Excess};
use super::font::{Font, Text};

/// A character where it stands: lengths are in points, `y` counts downwards and is that of the base line.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub size: f32,
    pub character: char,
}

impl Glyph {
    pub fn end(&self) -> f32 {
        self.x + self.width
    }
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// In the order in which they are drawn.
    pub glyphs: Vec<Glyph>,
    /// Drawn lines: their left end, right end and height.
    pub rules: Vec<(f32, f32, f32)>,
    /// Whether there are images.
    pub images: bool,
    /// How many characters there are that nothing gives a meaning.
    pub unknown: usize,
}

/// Fonts that were read, by the object that describes them.
pub(super) type Fonts = HashMap<ObjectIdentifier, Option<Rc<Font>>>;

/// How deep drawings may stand within drawings.
const DEEPEST: usize = 12;
/// How many states of drawing may be put aside.
const STATES: usize = 512;
/// How high a drawn box may be to count as a line, in points.
const THIN: f32 = 2.0;

/// The four directions that text can run in: to the right, upwards, to the left, downwards.
const DIRECTIONS: usize = 4;
/// How far from these it may run, as a slope: text across a page, as that of a watermark, runs further off.
const SLOPE: f32 = 0.2;
/// How large type is at the least, in points, that is no heading any more.
const STAMP: f32 = 40.0;

/// A matrix of PDF: `x' = ax + cy + e`, `y' = bx + dy + f`.
#[derive(Clone, Copy, Debug)]
struct Matrix([f32; 6]);

impl Matrix {
    const IDENTITY: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// What is drawn through this matrix within another.
    fn within(self, outer: Matrix) -> Matrix {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, outer.0);
        Matrix([a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u])
    }

    fn shift(x: f32, y: f32) -> Matrix {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y])
    }

    fn point(self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }
}

/// Reads what a page shows.
pub(super) fn read<'a>(page: &Page<'a>, fonts: &mut Fonts, budget: &mut Budget) -> Result<Shown, Excess> {
    let (width, height) = page.render_dimensions();
    let mut painter = Painter {
        fonts,
        budget,
        state: State::new(upright(page)),
        states: Vec::new(),
        text: Matrix::IDENTITY,
        line: Matrix::IDENTITY,
        directions: std::array::from_fn(|_| Vec::new()),
        at: (0.0, 0.0),
        actual: Vec::new(),
        shown: Shown::default(),
        bounds: (width, height),
    };
    let content = content(page.raw(), painter.budget)?;
    painter.run(&content, page.resources(), 0)?;
    Ok(painter.finish())
}

/// The operators of a page, which may stand in several streams.
fn content(page: &Dict<'_>, budget: &mut Budget) -> Result<Vec<u8>, Excess> {
    if let Some(stream) = page.get::<Stream<'_>>("Contents") {
        return Ok(budget.decode(&stream)?.into_owned());
    }
    let mut content = Vec::new();
    for object in page.get::<Array<'_>>("Contents").iter().flat_map(|streams| streams.iter::<Object<'_>>()) {
        budget.operator()?;
        if let Object::Stream(stream) = object {
            content.extend_from_slice(&budget.decode(&stream)?);
            content.push(b' ');
        }
    }
    Ok(content)
}

/// From the coordinates of a page to those of whoever reads it: the corner at the top left is zero.
fn upright(page: &Page<'_>) -> Matrix {
    let Rect { x0, y0, .. } = page.intersected_crop_box();
    let (width, height) = page.base_dimensions();
    let turned = match page.rotation() {
        Rotation::None => Matrix([1.0, 0.0, 0.0, -1.0, 0.0, height]),
        Rotation::Horizontal => Matrix([0.0, 1.0, 1.0, 0.0, 0.0, 0.0]),
        Rotation::Flipped => Matrix([-1.0, 0.0, 0.0, 1.0, width, 0.0]),
        Rotation::FlippedHorizontal => Matrix([0.0, -1.0, -1.0, 0.0, height, width]),
    };
    Matrix::shift(-x0 as f32, -y0 as f32).within(turned)
}

/// The state of drawing that is put aside and taken back.
#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    character_spacing: f32,
    word_spacing: f32,
    scale: f32,
    leading: f32,
    rise: f32,
}

impl State {
    fn new(matrix: Matrix) -> Self {
        State {
            matrix,
            font: None,
            size: 1.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

struct Painter<'p> {
    fonts: &'p mut Fonts,
    budget: &'p mut Budget,
    state: State,
    states: Vec<State>,
    text: Matrix,
    line: Matrix,
    /// The characters by the direction in which they run.
    directions: [Vec<Glyph>; DIRECTIONS],
    /// Where a drawn line has got to.
    at: (f32, f32),
    /// What the marked text that is open stands for, where it says so: characters that the next glyph is to be.
    actual: Vec<Option<String>>,
    shown: Shown,
    /// Width and height of the page.
    bounds: (f32, f32),
}

impl Painter<'_> {
    fn run(&mut self, content: &[u8], resources: &Resources<'_>, depth: usize) -> Result<(), Excess> {
        let mut operators = TypedIter::new(content);
        while let Some(operator) = operators.next() {
            self.budget.operator()?;
            match operator {
                Op::SaveState(_) if self.states.len() < STATES => self.states.push(self.state.clone()),
                Op::RestoreState(_) => self.state = self.states.pop().unwrap_or_else(|| self.state.clone()),
                Op::Transform(m) => {
                    self.state.matrix = matrix([m.0, m.1, m.2, m.3, m.4, m.5]).within(self.state.matrix);
                }
                Op::XObject(name) => self.x_object(name.0, resources, depth)?,
                Op::InlineImage(_) => self.shown.images = true,
                Op::RectPath(r) => self.rectangle(value(r.0), value(r.1), value(r.2), value(r.3)),
                Op::MoveTo(to) => self.at = (value(to.0), value(to.1)),
                Op::LineTo(to) => self.line_to(value(to.0), value(to.1)),
                Op::BeginMarkedContent(_) => self.actual.push(None),
                Op::BeginMarkedContentWithProperties(marked) => self.begin_marked(marked.1),
                Op::EndMarkedContent(_) => {
                    self.actual.pop();
                }
                text => self.text_operator(text, resources)?,
            }
        }
        Ok(())
    }

    fn text_operator(&mut self, operator: Op<'_, '_>, resources: &Resources<'_>) -> Result<(), Excess> {
        match operator {
            Op::BeginText(_) => {
                self.text = Matrix::IDENTITY;
                self.line = Matrix::IDENTITY;
            }
            Op::TextFont(font) => {
                self.state.size = value(font.1);
                self.state.font = self.font(font.0, resources)?;
            }
            Op::CharacterSpacing(spacing) => self.state.character_spacing = value(spacing.0),
            Op::WordSpacing(spacing) => self.state.word_spacing = value(spacing.0),
            Op::HorizontalScaling(scale) => self.state.scale = value(scale.0) / 100.0,
            Op::TextLeading(leading) => self.state.leading = value(leading.0),
            Op::TextRise(rise) => self.state.rise = value(rise.0),
            Op::NextLine(to) => self.next_line(value(to.0), value(to.1)),
            Op::NextLineAndSetLeading(to) => {
                self.state.leading = -value(to.1);
                self.next_line(value(to.0), value(to.1));
            }
            Op::SetTextMatrix(m) => {
                self.line = matrix([m.0, m.1, m.2, m.3, m.4, m.5]);
                self.text = self.line;
            }
            Op::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
            Op::ShowText(text) => self.show(text.0)?,
            Op::NextLineAndShowText(text) => {
                self.next_line(0.0, -self.state.leading);
                self.show(text.0)?;
            }
            Op::ShowTextWithParameters(text) => {
                self.state.word_spacing = value(text.0);
                self.state.character_spacing = value(text.1);
                self.next_line(0.0, -self.state.leading);
                self.show(text.2)?;
            }
            Op::ShowTexts(texts) => {
                for item in texts.0.iter::<Object<'_>>() {
                    match item {
                        Object::String(text) => self.show(&text)?,
                        Object::Number(back) => self.advance(-value(back) / 1000.0 * self.state.size),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.line = Matrix::shift(x, y).within(self.line);
        self.text = self.line;
    }

    fn advance(&mut self, by: f32) {
        self.text = Matrix::shift(by * self.state.scale, 0.0).within(self.text);
    }

    fn show(&mut self, string: &Bytes<'_>) -> Result<(), Excess> {
        let Some(font) = self.state.font.clone() else { return Ok(()) };
        self.budget.characters(string.as_bytes().len())?;
        font.show(string.as_bytes(), |shown| {
            let state = &self.state;
            let word_spacing = if shown.space { state.word_spacing } else { 0.0 };
            let width = shown.width * state.size;
            if !font.bars {
                self.place(width, shown.text);
            }
            self.advance(width + self.state.character_spacing + word_spacing);
        });
        Ok(())
    }

    /// Puts a character, or the characters that share a glyph, where the text has got to.
    fn place(&mut self, width: f32, text: Text) {
        let state = &self.state;
        let whole = Matrix([state.size * state.scale, 0.0, 0.0, state.size, 0.0, state.rise])
            .within(self.text)
            .within(state.matrix);
        let [a, b, c, d, x, y] = whole.0;
        let (size, along) = (c.hypot(d), a.hypot(b));
        if !(x.is_finite() && y.is_finite() && 0.1 < size && size.is_finite()) {
            return;
        }
        if SLOPE * a.abs().max(b.abs()) < a.abs().min(b.abs()) {
            return;
        }
        let direction = match (a.abs() < b.abs(), a < 0.0, b < 0.0) {
            (false, false, _) => 0,
            (true, _, true) => 1,
            (false, true, _) => 2,
            (true, _, false) => 3,
        };
        // Upright, whichever way the text runs, and level where a page was scanned a little askew.
        let (across, down) = self.bounds;
        let (x, y, right, bottom, slope) = match direction {
            0 => (x, y, across, down, b / a),
            1 => (down - y, x, down, across, -a / b),
            2 => (across - x, down - y, across, down, b / a),
            _ => (y, across - x, down, across, -a / b),
        };
        let y = if slope.is_finite() { y - slope * x } else { y };
        // What stands outside of the page is not shown.
        if x < -size || right + size < x || y < 0.0 || bottom + size < y {
            return;
        }
        let width = if state.size == 0.0 { 0.0 } else { width / state.size.abs() * along };
        let text = match self.actual.iter_mut().rev().flatten().next() {
            Some(actual) => Text::Many(std::mem::take(actual)),
            None => text,
        };
        let glyphs = &mut self.directions[direction];
        match text {
            Text::One(character) => {
                self.shown.unknown += usize::from(character == char::REPLACEMENT_CHARACTER);
                glyphs.push(Glyph { x, y, width, size, character });
            }
            Text::Many(characters) => {
                let share = width / characters.chars().count().max(1) as f32;
                let glyph =
                    |(place, character)| Glyph { x: x + share * place as f32, y, width: share, size, character };
                // Whatever runs leftwards is drawn from its end.
                if characters.starts_with(crate::language::runs_leftwards) {
                    glyphs.extend(characters.chars().rev().enumerate().map(glyph));
                } else {
                    glyphs.extend(characters.chars().enumerate().map(glyph));
                }
            }
        }
    }

    fn font(&mut self, name: &Name<'_>, resources: &Resources<'_>) -> Result<Option<Rc<Font>>, Excess> {
        let Some(dict) = resources.get_font(name) else { return Ok(None) };
        let id = dict.obj_id().filter(|_| resources.fonts.get_ref(name).is_some());
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return Ok(known.clone());
        }
        let font = Some(Rc::new(Font::read(&dict, self.budget)?));
        if let Some(id) = id {
            self.fonts.insert(id, font.clone());
        }
        Ok(font)
    }

    fn x_object(&mut self, name: &Name<'_>, resources: &Resources<'_>, depth: usize) -> Result<(), Excess> {
        let Some(stream) = resources.get_x_object(name) else { return Ok(()) };
        let dict = stream.dict();
        if dict.get::<Name<'_>>("Subtype").is_some_and(|subtype| subtype.as_str() != "Form") {
            self.shown.images = true;
            return Ok(());
        }
        if depth == DEEPEST {
            return Ok(());
        }
        let content = self.budget.decode(&stream)?;
        let own = dict.get::<Dict<'_>>("Resources").map(Resources::new);
        let (before, kept) = (self.state.clone(), self.states.len());
        if let Some(array) = dict.get::<[f32; 6]>("Matrix") {
            self.state.matrix = Matrix(array).within(self.state.matrix);
        }
        self.run(&content, own.as_ref().unwrap_or(resources), depth + 1)?;
        self.states.truncate(kept);
        self.state = before;
        Ok(())
    }

    fn begin_marked(&mut self, properties: &Object<'_>) {
        let actual = match properties {
            Object::Dict(dict) => dict.get::<Bytes<'_>>("ActualText").map(|text| words(text.as_bytes())),
            _ => None,
        };
        self.actual.push(actual);
    }

    fn rectangle(&mut self, x: f32, y: f32, width: f32, height: f32) {
        let ((x0, y0), (x1, y1)) = (self.state.matrix.point(x, y), self.state.matrix.point(x + width, y + height));
        if (y1 - y0).abs() < THIN {
            self.rule(x0.min(x1), x0.max(x1), y0.max(y1));
        }
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let ((x0, y0), (x1, y1)) = (self.state.matrix.point(self.at.0, self.at.1), self.state.matrix.point(x, y));
        self.at = (x, y);
        if (y1 - y0).abs() < THIN {
            self.rule(x0.min(x1), x0.max(x1), y0.max(y1));
        }
    }

    fn rule(&mut self, from: f32, to: f32, y: f32) {
        if 20.0 < to - from {
            self.shown.rules.push((from, to, y));
        }
    }

    /// The text that runs as most of the page does; what stands across, as in margins, is none of it.
    fn finish(mut self) -> Shown {
        let most = (0..DIRECTIONS).rev().max_by_key(|direction| self.directions[*direction].len()).unwrap_or(0);
        self.shown.glyphs = std::mem::take(&mut self.directions[most]);
        drop_stamps(&mut self.shown.glyphs);
        self.shown
    }
}

/// Takes type away that is as large as that of a stamp across the page, if there is other text.
fn drop_stamps(glyphs: &mut Vec<Glyph>) {
    if !glyphs.iter().any(|glyph| STAMP < glyph.size) {
        return;
    }
    let mut sizes: Vec<f32> = glyphs.iter().map(|glyph| glyph.size).collect();
    sizes.sort_by(f32::total_cmp);
    let usual = sizes[sizes.len() / 2];
    glyphs.retain(|glyph| glyph.size < STAMP.max(4.0 * usual));
}

fn value(number: Number) -> f32 {
    let value = number.as_f32();
    if value.is_finite() { value } else { 0.0 }
}

fn matrix(numbers: [Number; 6]) -> Matrix {
    Matrix(numbers.map(value))
}

/// A string for people: UTF-16 with its mark, UTF-8 with its mark, or else bytes.
fn words(bytes: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(),
        None => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}
