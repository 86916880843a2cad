//! What stands on the paper itself: glyphs, boxes, long texts, pictures.

use std::path::Path;

use press::{Leaf, Part};
use shared::document::{Block, Field, Paper, Sheet};

use crate::read::{PRESS, bare, keep, outside, page_text, printed, text};
use crate::sheets::{Filled, draft, issued, job, sheet};

fn with(paper: Paper, label: &str, value: &str) -> Leaf {
    let mut sheet = sheet(paper, Filled::Every);
    let mut found = false;
    for block in &mut sheet.blocks {
        if let Block::Fields { fields, .. } = block {
            for field in fields.iter_mut().filter(|field| field.label == label) {
                field.value = value.to_owned();
                found = true;
            }
        }
    }
    assert!(found, "{paper} has no {label}");
    issued(sheet)
}

fn one(leaf: Leaf) -> press::Job {
    job(vec![Part::Paper(leaf)])
}

#[test]
fn rare_names_and_full_width_marks_have_glyphs() {
    let name = "龘䶮㐂𠮷·㛃（试例）";
    for paper in [Paper::D02, Paper::D06] {
        let printed = printed(&one(with(paper, "姓名", name)));
        assert!(bare(&text(&printed.pdf)).contains(name), "{paper}");
    }
}

#[test]
fn a_character_that_no_font_has_is_told() {
    let printed = PRESS.pdf(&one(with(Paper::D06, "姓名", "试\u{10FFFD}甲"))).expect("printed");
    assert_eq!(printed.missing_glyphs, ['\u{10FFFD}']);
}

#[test]
fn a_ticked_box_looks_other_than_an_empty_one() {
    let drawn = |value: &str| {
        let pages = PRESS.pictures(&one(with(Paper::X03, "书面", value)), 96).expect("drawn");
        assert_eq!(pages.len(), 1);
        pages
    };
    let (yes, no, ticked, empty) = (drawn("是"), drawn("否"), drawn("☑"), drawn("☐"));
    assert_ne!(yes, no);
    assert_ne!(ticked, empty);
    assert_eq!(yes, drawn("☑是　☐否"));
    let printed = printed(&one(with(Paper::X03, "书面", "☑☐")));
    assert!(!text(&printed.pdf).contains(['☑', '☐']), "boxes are drawn, no font is asked for them");
}

#[test]
fn what_a_person_wrote_is_never_run_as_markup() {
    let evil =
        "#panic(\"x\") *粗* _斜_ $x^2$ @甲 <乙> `丙` = 丁 // 戊 \\n \u{7} #let a = 1 [己] ~ -- ... \"引\"";
    let printed = printed(&one(with(Paper::X12, "事实", evil)));
    let page = bare(&text(&printed.pdf));
    for part in ["#panic(\"x\")*粗*_斜_$x^2$@甲<乙>`丙`=丁//戊\\n", "#leta=1[己]~--...\"引\""] {
        assert!(page.contains(&bare(part)), "{part} is not in {page}");
    }
}

#[test]
fn a_long_text_goes_over_pages_without_losing_a_sentence() {
    let sentences: Vec<String> =
        (1..=400).map(|at| format!("第{at}句，试例甲当日按时到场，情况正常，没有发现异常。")).collect();
    let long = sentences.join("");
    let in_a_table = |paper| {
        let mut sheet = sheet(paper, Filled::Every);
        for block in &mut sheet.blocks {
            if let Block::Table { rows, .. } = block {
                rows[1][2].clone_from(&long);
            }
        }
        issued(sheet)
    };
    let fields = [(Paper::D07, "谈话内容"), (Paper::D12, "事实"), (Paper::D11, "事实")];
    let leaves = fields.map(|(paper, label)| with(paper, label, &long));
    for leaf in leaves.into_iter().chain([Paper::D10, Paper::D09].map(in_a_table)) {
        let paper = leaf.sheet.paper;
        let printed = printed(&one(leaf));
        keep(&format!("{}-long.pdf", paper.code()), &printed.pdf);
        assert!(printed.pages >= 3, "{paper}: {}", printed.pages);
        let foot = |page: usize| format!("第{page}页共{}页", printed.pages);
        let mut all = String::new();
        for page in 1..=printed.pages {
            let said = bare(&page_text(&printed.pdf, page));
            assert!(said.contains(&foot(page)), "{paper}: page {page}");
            all.push_str(&said);
        }
        let number = |sentence: &&String| all.contains(sentence.split('，').next().unwrap_or_default());
        let torn: Vec<&String> = sentences.iter().filter(|sentence| !number(sentence)).collect();
        // between two pages stand a foot and a head: a number may be torn there
        assert!(torn.len() < printed.pages, "{paper}: {torn:?}");
        assert_eq!(outside(&printed.pdf), Vec::<String>::new(), "{paper}");
    }
}

#[test]
fn a_paper_of_nothing_but_a_title_prints() {
    let bare_sheet = |blocks: Vec<Block>| Sheet {
        paper: Paper::D06,
        title: Paper::D06.label().to_owned(),
        blocks,
        signatures: Vec::new(),
        missing: Vec::new(),
    };
    let blank = Field {
        label: "姓名".to_owned(),
        value: String::new(),
        required: true,
        key: String::new(),
        later: false,
    };
    let fields = Block::Fields { heading: String::new(), fields: vec![blank] };
    let table =
        Block::Table { heading: String::new(), columns: Vec::new(), rows: vec![vec!["多".to_owned()]] };
    let text = Block::Text { heading: String::new(), text: String::new() };
    for blocks in [Vec::new(), vec![fields], vec![table], vec![text]] {
        let leaf = draft(bare_sheet(blocks));
        assert_eq!(printed(&one(leaf.clone())).pages, 1);
        press::docx::write(&leaf).expect("written");
    }
}

/// Pages kept as pictures, to be seen without printing: a form, its blank, a letter, a register on its side, an agreement.
#[test]
fn pictures_show_the_pages_of_the_pdf() {
    let of = |paper| issued(sheet(paper, Filled::Every));
    let kept = [
        ("registration", of(Paper::D02)),
        ("leave-granted", of(Paper::D14)),
        ("admonition", of(Paper::D11)),
        ("tests", of(Paper::D09)),
        ("leave-request-to-fill-in", draft(sheet(Paper::D13, Filled::Nothing))),
        ("report", of(Paper::D12)),
    ];
    for (name, leaf) in kept {
        let job = one(leaf);
        let pictures = PRESS.pictures(&job, 72).expect("drawn");
        assert_eq!(pictures.len(), printed(&job).pages, "{name}");
        let first = &pictures[0];
        assert!(first.starts_with(b"\x89PNG") && first.len() < 150 * 1024, "{name}: {}", first.len());
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../tests/pictures/paper-{name}.png"));
        if std::fs::read(&file).ok().as_ref() != Some(first) {
            std::fs::write(file, first).expect("written");
        }
    }
}
