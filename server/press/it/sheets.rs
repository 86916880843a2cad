//! The 30 papers of an invented person, as the rules fill them, from `papers.txt`: `[heading]`, `*required=value`,
//! `optional=value`, `~` before what is known only later, `{heading}=text`, `|table|columns`, `>row`, `!signatures`.

use chrono::NaiveDate;
use press::{Frame, Job, Leaf, Part, State};
use shared::document::{Block, Field, Paper, Sheet};

const PAPERS: &str = include_str!("papers.txt");

/// Which fields have values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filled {
    Every,
    RequiredOnly,
    Nothing,
}

/// A paper of the invented person.
pub fn sheet(paper: Paper, filled: Filled) -> Sheet {
    let lines = PAPERS.lines().skip_while(|line| *line != paper.code()).skip(1);
    let lines = lines.take_while(|line| line.len() != 3 || !line.is_ascii());
    let mut blocks = vec![head(filled)];
    let mut signatures = Vec::new();
    for line in lines {
        take(line, filled, &mut blocks, &mut signatures);
    }
    let missing = blocks.iter().flat_map(fields).filter(|it| it.required && it.value.is_empty());
    let missing = missing.map(|field| field.label.clone()).collect();
    Sheet { paper, title: paper.label().to_owned(), blocks, signatures, missing }
}

fn take(line: &str, filled: Filled, blocks: &mut Vec<Block>, signatures: &mut Vec<String>) {
    if let Some(names) = line.strip_prefix('!') {
        *signatures = names.split('、').map(str::to_owned).collect();
    } else if let Some(heading) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        blocks.push(Block::Fields { heading: heading.to_owned(), fields: Vec::new() });
    } else if let Some((heading, text)) = line.strip_prefix('{').and_then(|rest| rest.split_once("}=")) {
        blocks.push(Block::Text { heading: heading.to_owned(), text: text.to_owned() });
    } else if let Some((heading, columns)) = line.strip_prefix('|').and_then(|rest| rest.split_once('|')) {
        let columns = columns.split(',').map(str::to_owned).collect();
        blocks.push(Block::Table { heading: heading.to_owned(), columns, rows: Vec::new() });
    } else if let Some(cells) = line.strip_prefix('>') {
        if let (Some(Block::Table { rows, .. }), Filled::Every) = (blocks.last_mut(), filled) {
            rows.push(cells.split(',').map(str::to_owned).collect());
        }
    } else if let Some((label, value)) = line.split_once('=') {
        let later = label.starts_with('~');
        let required = label.trim_start_matches('~').starts_with('*');
        let field = Field { later, ..field(label.trim_start_matches(['~', '*']), value, required, filled) };
        match blocks.last_mut() {
            Some(Block::Fields { fields, .. }) => fields.push(field),
            other => panic!("a field outside a section: {other:?}"),
        }
    } else {
        panic!("a line of no kind: {line}");
    }
}

fn field(label: &str, value: &str, required: bool, filled: Filled) -> Field {
    let has = match filled {
        Filled::Every => true,
        Filled::RequiredOnly => required,
        Filled::Nothing => false,
    };
    let value = if has { value.to_owned() } else { String::new() };
    Field { label: label.to_owned(), value, required, key: String::new(), later: false }
}

fn head(filled: Filled) -> Block {
    let rows = [
        ("姓名", "试例甲", true),
        ("性别", "男", true),
        ("出生日期", "1990-05-17", true),
        ("证件种类", "居民身份证", true),
        ("证件号码", "430400199005170000", true),
        ("措施", "社区戒毒", true),
        ("决定书文号", "衡县公（禁）社戒决字〔2026〕11号", true),
        ("期限起", "2026-03-02", false),
        ("期限止", "2029-03-01", false),
        ("户籍地", "湖南省衡阳市衡县试例镇长宁社区长宁街18号2栋301室", false),
        ("现居住地", "湖南省衡阳市衡县试例镇长宁街18号", true),
        ("联系电话", "13900000007", false),
    ];
    let fields = rows.map(|(label, value, required)| field(label, value, required, filled));
    Block::Fields { heading: "基本信息".to_owned(), fields: fields.to_vec() }
}

fn fields(block: &Block) -> &[Field] {
    match block {
        Block::Fields { fields, .. } => fields,
        Block::Table { .. } | Block::Text { .. } => &[],
    }
}

/// All that a sheet says.
pub fn values(sheet: &Sheet) -> Vec<String> {
    let said = sheet.blocks.iter().flat_map(|block| match block {
        Block::Fields { fields, .. } => fields.iter().map(|field| field.value.clone()).collect::<Vec<_>>(),
        Block::Table { columns, rows, .. } => columns.iter().chain(rows.iter().flatten()).cloned().collect(),
        Block::Text { text, .. } => vec![text.clone()],
    });
    said.filter(|value| !value.is_empty()).collect()
}

/// Issued on the third of March with a number.
pub fn issued(sheet: Sheet) -> Leaf {
    let incoming = matches!(sheet.paper, Paper::D01 | Paper::D18 | Paper::X01 | Paper::X04 | Paper::X05);
    let on = NaiveDate::from_ymd_opt(2026, 3, 3).expect("a day");
    Leaf {
        sheet,
        frame: Frame {
            number: (!incoming).then(|| "衡县社戒〔2026〕试例第 3 号".to_owned()),
            office: "衡县试例镇社区戒毒社区康复工作办公室".to_owned(),
            state: if incoming { State::Incoming } else { State::Issued { on } },
            to: vec!["衡县公安局".to_owned(), "试例派出所".to_owned()],
            copies: Some(3),
            service: Vec::new(),
            proof: Some("校验 0123456789abcdef　规则 2018.15".to_owned()),
        },
    }
}

/// The same, not issued yet.
pub fn draft(sheet: Sheet) -> Leaf {
    let leaf = issued(sheet);
    Leaf { frame: Frame { number: None, state: State::Draft, ..leaf.frame.clone() }, ..leaf }
}

/// A job made at a fixed time.
pub fn job(parts: Vec<Part>) -> Job {
    let made = chrono::DateTime::parse_from_rfc3339("2026-03-03T09:30:00+08:00").expect("a time");
    Job { parts, watermark: None, title: "文书".to_owned(), made }
}
