//! How the cells of a workbook look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline, Table, TableColumn, TableStyle};

/// What kind of cell it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Text in several lines where it is long.
    Text,
    Number,
    Percent,
    Date,
    Link,
    /// A cell for people to write in.
    Open,
    /// The same for days.
    OpenDate,
    /// What is there for programs.
    Faint,
}

const INK: u32 = 0x1B2A3A;
const FAINT: u32 = 0x7A8794;
const HEAD: u32 = 0x16436E;
const LINK: u32 = 0x0B63B0;
const OPEN: u32 = 0xFFFBEB;
const LINE: u32 = 0xD5DCE4;

/// From no force to the strongest: fill and ink.
const HEAT: [(u32, u32); 6] =
    [(0xEEF2F6, INK), (0xE3EEF9, INK), (0xFDE9C8, INK), (0xFBCB8A, INK), (0xF0925A, INK), (0xC8452F, 0xFFFFFF)];

/// All formats of a workbook.
pub struct Style {
    text: Format,
    number: Format,
    percent: Format,
    date: Format,
    link: Format,
    open: Format,
    open_date: Format,
    faint: Format,
    pub head: Format,
    pub title: Format,
    pub section: Format,
    pub strong: Format,
    pub turned: Format,
    centred: Format,
    /// How somebody is involved who is not addressed.
    pub beside: Format,
    heat: [Format; 6],
}

impl Default for Style {
    fn default() -> Self {
        let base =
            || Format::new().set_font_name("Calibri").set_font_size(10).set_font_color(INK).set_align(FormatAlign::Top);
        let middle = || base().set_align(FormatAlign::Center);
        let lined = || base().set_border_bottom(FormatBorder::Thin).set_border_bottom_color(LINE);
        let ruled = || lined().set_align(FormatAlign::Center);
        let open =
            || base().set_background_color(OPEN).set_border(FormatBorder::Thin).set_border_color(LINE).set_text_wrap();
        let cell = || {
            middle().set_align(FormatAlign::VerticalCenter).set_border(FormatBorder::Thin).set_border_color(0xFFFFFF)
        };
        let head = || {
            base().set_bold().set_font_color(0xFFFFFF).set_background_color(HEAD).set_align(FormatAlign::VerticalCenter)
        };
        let day = "yyyy-mm-dd";
        Style {
            text: lined().set_text_wrap(),
            number: ruled(),
            percent: open().set_num_format("0%").set_align(FormatAlign::Center),
            date: ruled().set_num_format(day),
            link: lined().set_font_color(LINK).set_underline(FormatUnderline::Single),
            open: open(),
            open_date: open().set_num_format(day).set_align(FormatAlign::Center),
            faint: base().set_font_color(FAINT),
            head: head().set_text_wrap(),
            title: base().set_font_size(18).set_bold().set_font_color(HEAD),
            section: base().set_font_size(12).set_bold().set_font_color(HEAD),
            strong: base().set_bold(),
            turned: head().set_align(FormatAlign::Center).set_rotation(90),
            centred: head().set_align(FormatAlign::Center),
            beside: cell().set_background_color(0xE4ECE6),
            heat: HEAT.map(|(fill, ink)| cell().set_background_color(fill).set_font_color(ink).set_bold()),
        }
    }
}

impl Style {
    pub fn of(&self, look: Look) -> &Format {
        match look {
            Look::Text => &self.text,
            Look::Number => &self.number,
            Look::Percent => &self.percent,
            Look::Date => &self.date,
            Look::Link => &self.link,
            Look::Open => &self.open,
            Look::OpenDate => &self.open_date,
            Look::Faint => &self.faint,
        }
    }

    /// The look of a force from 0 to 5.
    pub fn heat(&self, force: u8) -> &Format {
        &self.heat[usize::from(force.min(5))]
    }

    /// The head of a narrow column.
    pub fn heading(&self) -> &Format {
        &self.centred
    }

    pub fn header_of(&self, name: &str) -> TableColumn {
        TableColumn::new().set_header(name).set_header_format(self.head.clone())
    }

    pub fn table(&self, name: &str) -> Table {
        Table::new().set_name(name).set_style(TableStyle::Light1).set_banded_rows(true)
    }
}

/// The colour of bars behind figures.
pub fn bar() -> Color {
    Color::RGB(0xB8D3EE)
}

/// What colours tell how far an ask is, by the place of its status: fill and ink.
pub const STATUS: [(u32, u32); 7] = [
    (0xF1F3F5, 0x51606E),
    (0xDCEBFA, 0x0B4A85),
    (0xDDF3E1, 0x17642B),
    (0xFBDDD8, 0x9B2C1A),
    (0xE9E3F5, 0x51368A),
    (0xFDEBC8, 0x7A5200),
    (0xE8E8E8, 0x6B6B6B),
];
