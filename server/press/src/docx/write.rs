//! A paper as a Word file: the same plan as the page, A4, fonts by the names WPS and Word know.

use docx_rs::{
    AlignmentType, BreakType, Docx, Footer, HeightRule, LineSpacing, LineSpacingType, NumPages, PageMargin,
    PageNum, PageOrientationType, Paragraph, Run, RunFonts, Shading, SpecialIndentType, Table, TableCell,
    TableLayoutType, TableRow, VAlignType, WidthType,
};

use crate::job::{Leaf, State};
use crate::plan::{Cell, Column, Family, Piece, Plan, Sign, UPRIGHT_COLUMNS_MAX, plan};
use crate::wording;

/// Why no Word file was written.
#[derive(Debug, thiserror::Error)]
pub enum DocxError {
    /// The file could not be put together.
    #[error("the Word file could not be written: {0}")]
    Write(String),
}

/// Writes a paper as an editable .docx (ECMA-376), A4, with the texts of its page. A draft says so in its footer, what no
/// longer holds says so above its title.
///
/// # Errors
/// When the file cannot be put together; no paper is known that does that.
pub fn write(leaf: &Leaf) -> Result<Vec<u8>, DocxError> {
    let page = Page::of(leaf);
    let mut file = page.open(leaf);
    for block in page.blocks(leaf) {
        file = match block {
            Set::Paragraph(paragraph) => file.add_paragraph(*paragraph),
            Set::Table(table) => file.add_table(*table),
        };
    }
    let mut parts = file.build();
    repeat_heads(&mut parts.document);
    let mut bytes = std::io::Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(|error| DocxError::Write(error.to_string()))?;
    Ok(bytes.into_inner())
}

/// Only rows of heads are written as not to be split; they are also to be repeated on each page, which the library cannot
/// say.
fn repeat_heads(document: &mut Vec<u8>) {
    let text = String::from_utf8_lossy(document);
    *document = text.replace("<w:cantSplit />", "<w:cantSplit/><w:tblHeader/>").into_bytes();
}

enum Set {
    Paragraph(Box<Paragraph>),
    Table(Box<Table>),
}

impl From<Paragraph> for Set {
    fn from(paragraph: Paragraph) -> Self {
        Self::Paragraph(Box::new(paragraph))
    }
}

impl From<Table> for Set {
    fn from(table: Table) -> Self {
        Self::Table(Box::new(table))
    }
}

/// Twentieths of a point in a millimetre.
const TWIPS_PER_MM: f32 = 56.7;

fn twips(mm: u16) -> usize {
    let twips = f32::from(mm) * TWIPS_PER_MM;
    // at most 65535 mm: no loss
    twips as usize
}

fn margin(mm: u16) -> i32 {
    i32::try_from(twips(mm)).unwrap_or(0)
}

/// Sizes in half points.
const TWO: usize = 44;
const SMALL_TWO: usize = 36;
const THREE: usize = 32;
const FOUR: usize = 28;
const SMALL_FOUR: usize = 24;
const FIVE: usize = 21;
const SMALL_FIVE: usize = 18;
const EIGHT: usize = 16;
/// 28 points (GB/T 9704-2012, 5.2.3: 22 lines a page), in twentieths.
const LETTER_PITCH: i32 = 560;

fn fangsong() -> RunFonts {
    fonts("仿宋_GB2312")
}

fn song() -> RunFonts {
    fonts("宋体")
}

fn hei() -> RunFonts {
    fonts("黑体")
}

fn biaosong() -> RunFonts {
    fonts("方正小标宋简体")
}

fn fonts(chinese: &str) -> RunFonts {
    RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").east_asia(chinese)
}

/// Word knows the boxes only in its symbol font.
fn symbols() -> RunFonts {
    let name = "Segoe UI Symbol";
    RunFonts::new().ascii(name).hi_ansi(name).east_asia(name)
}

/// How text of a kind looks.
#[derive(Clone)]
struct Look {
    fonts: RunFonts,
    size: usize,
}

impl Look {
    fn new(fonts: RunFonts, size: usize) -> Self {
        Self { fonts, size }
    }

    /// A value with its lines and boxes.
    fn onto(&self, paragraph: Paragraph, value: &str) -> Paragraph {
        let mut paragraph = paragraph;
        for (at, line) in value.split('\n').enumerate() {
            if at > 0 {
                paragraph = paragraph.add_run(Run::new().add_break(BreakType::TextWrapping));
            }
            for piece in line.split_inclusive(['☑', '☐']) {
                let text = piece.trim_end_matches(['☑', '☐']);
                if !text.is_empty() {
                    paragraph = paragraph.add_run(self.run(text));
                }
                let mark = piece.strip_prefix(text).unwrap_or_default();
                if !mark.is_empty() {
                    paragraph = paragraph.add_run(Run::new().add_text(mark).fonts(symbols()).size(self.size));
                }
            }
        }
        paragraph
    }

    fn run(&self, text: &str) -> Run {
        Run::new().add_text(text).fonts(self.fonts.clone()).size(self.size)
    }

    fn paragraph(&self, value: &str) -> Paragraph {
        self.onto(Paragraph::new(), value)
    }
}

/// The measures of a paper's pages.
struct Page {
    plan: Plan,
    /// Body, and cells of grids and tables.
    body: Look,
    small: Look,
    /// Of the text between the margins, in twips.
    width: usize,
}

impl Page {
    fn of(leaf: &Leaf) -> Self {
        let plan = plan(leaf);
        let (body, small, mm) = match (plan.family, plan.landscape) {
            (Family::Letter, _) => (Look::new(fangsong(), THREE), Look::new(song(), FIVE), 156),
            (Family::Form, false) => (Look::new(song(), FIVE), Look::new(song(), FIVE), 165),
            (Family::Form, true) => (Look::new(song(), SMALL_FIVE), Look::new(song(), SMALL_FIVE), 265),
        };
        Self { plan, body, small, width: twips(mm) }
    }

    fn open(&self, leaf: &Leaf) -> Docx {
        const A4: (u32, u32) = (11_906, 16_838);
        let file = Docx::new().default_fonts(self.body.fonts.clone()).footer(foot(leaf));
        let file = match (self.plan.family, self.plan.landscape) {
            (Family::Letter, _) => file.page_size(A4.0, A4.1).page_margin(margins(37, 26, 35, 28)),
            (Family::Form, false) => file.page_size(A4.0, A4.1).page_margin(margins(24, 20, 20, 25)),
            (Family::Form, true) => file
                .page_size(A4.1, A4.0)
                .page_orient(PageOrientationType::Landscape)
                .page_margin(margins(25, 16, 18, 16)),
        };
        file.created_at(MADE).updated_at(MADE)
    }

    fn blocks(&self, leaf: &Leaf) -> Vec<Set> {
        let mut blocks = self.head(leaf);
        let headed = |piece: &&Piece| match piece {
            Piece::Grid { .. } => false,
            Piece::Lines { heading, .. } | Piece::Text { heading, .. } | Piece::Table { heading, .. } => {
                !heading.is_empty()
            }
        };
        let numbered = self.plan.pieces.iter().filter(headed).count();
        let mut level = 0;
        for piece in &self.plan.pieces {
            blocks.extend(match (self.plan.family, piece) {
                (Family::Letter, Piece::Grid { .. }) => self.boxed(piece),
                (
                    Family::Letter,
                    Piece::Lines { heading, .. } | Piece::Text { heading, .. } | Piece::Table { heading, .. },
                ) => {
                    level += usize::from(!heading.is_empty());
                    let heading = numbered_heading(heading, level, numbered);
                    self.told(&heading, piece)
                }
                (Family::Form, _) => self.boxed(piece),
            });
        }
        blocks.extend(self.end(leaf));
        blocks
    }

    fn head(&self, leaf: &Leaf) -> Vec<Set> {
        let mut blocks = Vec::new();
        if let Some((word, why)) = wording::stamp(&leaf.frame.state) {
            let look = Look::new(hei(), SMALL_FOUR);
            blocks.push(look.paragraph(&format!("【{word}】{why}")).align(AlignmentType::Right).into());
        }
        let letter = self.plan.family == Family::Letter;
        let title = Look::new(biaosong(), if letter { TWO } else { SMALL_TWO });
        let title = title.paragraph(&leaf.sheet.title).bold().align(AlignmentType::Center).keep_next(true);
        blocks.push(title.line_spacing(LineSpacing::new().after(240)).into());
        let blank = "　　　　　　　　　　";
        let number = leaf.frame.number.as_deref().unwrap_or(blank);
        let incoming = matches!(leaf.frame.state, State::Incoming);
        if letter {
            let look = Look::new(fangsong(), FOUR);
            blocks.push(look.paragraph(number).align(AlignmentType::Center).into());
            blocks.extend(incoming.then(|| self.body.paragraph("来文登记").into()));
            let to = wording::addressee(leaf);
            if !to.is_empty() {
                blocks.push(self.pitched(self.body.paragraph(&format!("{to}："))).into());
            }
            let lead = wording::wording(leaf.sheet.paper).lead;
            if !lead.is_empty() {
                blocks.push(self.sentence(lead).into());
            }
        } else {
            let from = if incoming {
                "来文登记".to_owned()
            } else {
                format!("填表单位：{}", leaf.frame.office)
            };
            let sealed = self.plan.signs.iter().any(|sign| sign.seal);
            let on = if incoming || sealed {
                String::new()
            } else {
                format!("　　填表日期：{}", wording::day(&leaf.frame))
            };
            blocks.push(self.body.paragraph(&format!("{from}{on}　　编号：{number}")).into());
        }
        blocks
    }

    /// A piece in a grid: all of a form, and what is looked up in a letter.
    fn boxed(&self, piece: &Piece) -> Vec<Set> {
        match piece {
            Piece::Grid { heading, rows } => vec![self.grid(heading, rows).into(), gap().into()],
            Piece::Table { heading, columns, rows } => {
                vec![self.table(heading, columns, rows).into(), gap().into()]
            }
            Piece::Lines { heading, rows } => vec![self.grid(heading, rows).into(), gap().into()],
            Piece::Text { heading, text } => {
                let mut cell = TableCell::new().width(self.width, WidthType::Dxa);
                for line in text.split('\n') {
                    cell = cell.add_paragraph(indented(self.small.paragraph(line.trim()), self.small.size));
                }
                let mut rows = self.heading_row(heading, 1);
                rows.push(TableRow::new(vec![cell]));
                vec![self.grid_of(rows, vec![self.width]).into(), gap().into()]
            }
        }
    }

    /// A piece of a letter as it is read: a heading, a line a field.
    fn told(&self, heading: &str, piece: &Piece) -> Vec<Set> {
        let mut blocks: Vec<Set> = Vec::new();
        if !heading.is_empty() {
            let look = Look::new(hei(), self.body.size);
            let paragraph = indented(look.paragraph(heading), self.body.size).keep_next(true);
            blocks.push(self.pitched(paragraph).into());
        }
        match piece {
            Piece::Lines { rows, .. } => {
                blocks.extend(rows.iter().flatten().map(|cell| {
                    let blank = if cell.value.is_empty() {
                        "　　　　　　　　　　　　"
                    } else {
                        &cell.value
                    };
                    self.sentence(&format!("{}：{blank}", cell.label)).into()
                }));
            }
            Piece::Text { text, .. } => {
                blocks.extend(text.split('\n').map(|line| Set::from(self.sentence(line.trim()))));
            }
            Piece::Table { columns, rows, .. } => {
                blocks.push(self.table("", columns, rows).into());
                blocks.push(gap().into());
            }
            Piece::Grid { .. } => blocks.extend(self.boxed(piece)),
        }
        blocks
    }

    fn end(&self, leaf: &Leaf) -> Vec<Set> {
        let mut blocks: Vec<Set> = Vec::new();
        let day = wording::day(&leaf.frame);
        let incoming = matches!(leaf.frame.state, State::Incoming);
        let close = wording::wording(leaf.sheet.paper).close;
        if !close.is_empty() {
            blocks.push(self.sentence(close).into());
        }
        let boxed = self.plan.family == Family::Form || leaf.sheet.paper == shared::document::Paper::D03;
        if boxed {
            blocks.extend(self.sign_boxes(&day));
        } else {
            if !incoming {
                let right = |text: &str| self.body.paragraph(text).align(AlignmentType::Right);
                blocks.push(right(&leaf.frame.office).keep_next(true).into());
                blocks.push(right(&day).into());
            }
            let to_sign = self.plan.signs.iter().filter(|sign| !sign.seal);
            blocks.extend(to_sign.map(|sign| {
                let line = format!("{}：　　　　　　　　　　　　年　　月　　日", sign_label(sign));
                Set::from(Look::new(fangsong(), FOUR).paragraph(&line))
            }));
        }
        for piece in &self.plan.receipt {
            blocks.push(gap().into());
            blocks.extend(self.boxed(piece));
        }
        let pairs: Vec<(String, String)> =
            leaf.frame.service.iter().cloned().chain(wording::sent_to(leaf)).collect();
        if !pairs.is_empty() {
            blocks.push(gap().into());
            blocks.push(self.pairs(&pairs).into());
        }
        blocks.push(gap().into());
        blocks
    }

    fn sentence(&self, text: &str) -> Paragraph {
        self.pitched(indented(self.body.paragraph(text), self.body.size))
    }

    fn pitched(&self, paragraph: Paragraph) -> Paragraph {
        match self.plan.family {
            Family::Letter => paragraph
                .line_spacing(LineSpacing::new().line_rule(LineSpacingType::Exact).line(LETTER_PITCH)),
            Family::Form => paragraph,
        }
    }

    fn columns(&self) -> [usize; 4] {
        let label = twips(29);
        let value = self.width.saturating_sub(2 * label) / 2;
        [label, value, label, value]
    }

    fn grid(&self, heading: &str, rows: &[Vec<Cell>]) -> Table {
        let [label, value, ..] = self.columns();
        let mut all = self.heading_row(heading, 4);
        for row in rows {
            let span = if row.len() == 1 { 3 } else { 1 };
            let wide = if span == 3 { label + 2 * value } else { value };
            let cells = row.iter().flat_map(|cell| {
                let named =
                    TableCell::new().add_paragraph(self.label(&cell.label)).width(label, WidthType::Dxa);
                let held = TableCell::new()
                    .add_paragraph(self.small.paragraph(&cell.value))
                    .grid_span(span)
                    .width(wide, WidthType::Dxa);
                [named.vertical_align(VAlignType::Center), held.vertical_align(VAlignType::Center)]
            });
            let row_of_cells = TableRow::new(cells.collect());
            let roomy = row.iter().any(|cell| cell.roomy);
            let height = if roomy { twips(15) } else { twips(8) };
            all.push(row_of_cells.row_height(height as f32).height_rule(HeightRule::AtLeast));
        }
        self.grid_of(all, self.columns().to_vec())
    }

    fn table(&self, heading: &str, columns: &[Column], rows: &[Vec<String>]) -> Table {
        let sum: f32 = columns.iter().map(|column| column.share).sum::<f32>().max(1.0);
        let widths: Vec<usize> =
            columns.iter().map(|column| (column.share / sum * self.width as f32) as usize).collect();
        let mut all = self.heading_row(heading, columns.len());
        let head = columns.iter().map(|column| {
            TableCell::new()
                .add_paragraph(self.label(&column.name))
                .shading(shade())
                .vertical_align(VAlignType::Center)
        });
        all.push(TableRow::new(head.collect()).cant_split());
        let entry = Look::new(song(), if columns.len() > UPRIGHT_COLUMNS_MAX { EIGHT } else { SMALL_FIVE });
        for row in rows {
            let cells = columns.iter().enumerate().map(|(at, column)| {
                let value = row.get(at).map(String::as_str).unwrap_or_default();
                let align = if column.centred { AlignmentType::Center } else { AlignmentType::Left };
                TableCell::new()
                    .add_paragraph(entry.paragraph(value).align(align))
                    .vertical_align(VAlignType::Center)
            });
            all.push(TableRow::new(cells.collect()));
        }
        self.grid_of(all, widths)
    }

    fn pairs(&self, pairs: &[(String, String)]) -> Table {
        let label = twips(29);
        let widths = vec![label, self.width.saturating_sub(label)];
        let rows = pairs.iter().map(|(name, value)| {
            TableRow::new(vec![
                TableCell::new().add_paragraph(self.label(name)).width(label, WidthType::Dxa),
                TableCell::new().add_paragraph(self.small.paragraph(value)),
            ])
        });
        self.grid_of(rows.collect(), widths)
    }

    fn sign_boxes(&self, day: &str) -> Vec<Set> {
        let signs = &self.plan.signs;
        let across = signs.len().min(SIGN_BOXES_ACROSS);
        if across == 0 {
            return Vec::new();
        }
        let wide = self.width / across;
        let sealed = signs.iter().any(|sign| sign.seal);
        let rows = signs.chunks(across).map(|chunk| {
            let cells = chunk.iter().map(|sign| {
                let day = if sign.seal { day } else { "　　　　年　　月　　日" };
                let named = self.label(&format!("{}：", sign_label(sign))).align(AlignmentType::Left);
                let blanks = if sealed { SEAL_BLANK_LINES } else { NAME_BLANK_LINES };
                let mut cell = TableCell::new().add_paragraph(named.keep_next(true));
                for _ in 0..blanks {
                    cell = cell.add_paragraph(Paragraph::new().keep_next(true));
                }
                cell.add_paragraph(self.small.paragraph(day).align(AlignmentType::Right))
                    .width(wide, WidthType::Dxa)
            });
            TableRow::new(cells.collect())
        });
        vec![self.grid_of(rows.collect(), vec![wide; across]).into()]
    }

    fn heading_row(&self, heading: &str, columns: usize) -> Vec<TableRow> {
        if heading.is_empty() {
            return Vec::new();
        }
        let cell = TableCell::new().add_paragraph(self.label(heading)).grid_span(columns).shading(shade());
        vec![TableRow::new(vec![cell]).cant_split()]
    }

    fn label(&self, text: &str) -> Paragraph {
        Look::new(hei(), self.small.size).paragraph(text).align(AlignmentType::Center)
    }

    fn grid_of(&self, rows: Vec<TableRow>, widths: Vec<usize>) -> Table {
        Table::new(rows).set_grid(widths).width(self.width, WidthType::Dxa).layout(TableLayoutType::Fixed)
    }
}

const SIGN_BOXES_ACROSS: usize = 3;
/// A seal of 42 mm, or a name, above the day.
const SEAL_BLANK_LINES: usize = 5;
const NAME_BLANK_LINES: usize = 2;
/// A fixed day for the file's properties: the same paper gives the same bytes.
const MADE: &str = "2018-01-01T00:00:00Z";

fn sign_label(sign: &Sign) -> String {
    if sign.seal {
        return sign.label.clone();
    }
    let of_office = sign.label.contains("办公室") || sign.label.contains("机关");
    format!("{}{}", sign.label, if of_office { "（盖章）" } else { "（签名）" })
}

fn numbered_heading(heading: &str, level: usize, numbered: usize) -> String {
    const NUMBERS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let number = level.checked_sub(1).and_then(|at| NUMBERS.get(at));
    match number {
        Some(number) if numbered > 1 && !heading.is_empty() => format!("{number}、{heading}"),
        Some(_) | None => heading.to_owned(),
    }
}

fn shade() -> Shading {
    Shading::new().fill("EDEDED")
}

/// Two characters in.
fn indented(paragraph: Paragraph, half_points: usize) -> Paragraph {
    let twips = i32::try_from(half_points * 20).unwrap_or(0);
    paragraph.indent(None, Some(SpecialIndentType::FirstLine(twips)), None, None)
}

/// Tables that touch are one table to Word.
fn gap() -> Paragraph {
    Paragraph::new()
        .line_spacing(LineSpacing::new().line_rule(LineSpacingType::Exact).line(80))
        .size(SMALL_FIVE)
}

fn margins(top: u16, right: u16, bottom: u16, left: u16) -> PageMargin {
    PageMargin::new()
        .top(margin(top))
        .right(margin(right))
        .bottom(margin(bottom))
        .left(margin(left))
        .header(margin(15))
        .footer(margin(12))
}

fn foot(leaf: &Leaf) -> Footer {
    let look = Look::new(song(), SMALL_FIVE);
    let mut said = leaf.frame.proof.clone().unwrap_or_default();
    if matches!(leaf.frame.state, State::Draft) {
        said = format!("草稿　{said}");
    }
    let pages = Paragraph::new()
        .add_run(look.run(&format!("{said}　　第 ")))
        .add_page_num(PageNum::new())
        .add_run(look.run(" 页 共 "))
        .add_num_pages(NumPages::new())
        .add_run(look.run(" 页"));
    Footer::new().add_paragraph(pages.align(AlignmentType::Center))
}
