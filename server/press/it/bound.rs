//! What is bound: cover, contents, tables, scans; watermark and stamps.

use chrono::NaiveDate;
use press::{Frame, Leaf, Part, PressError, State};
use shared::document::Paper;

use crate::read::{PRESS, bare, keep, outside, page_text, printed, text};
use crate::sheets::{Filled, draft, issued, job, sheet};

/// A picture of 120 × 80 red points, as a PNG of no program's making.
const SCAN: &[u8] = include_bytes!("scan.png");

fn paper(paper: Paper) -> Part {
    Part::Paper(issued(sheet(paper, Filled::Every)))
}

fn pack() -> Vec<Part> {
    let cover =
        [("姓名", "试例甲"), ("措施", "社区戒毒"), ("立卷单位", "衡县试例镇社区戒毒社区康复工作办公室")];
    let rows = |count: usize| {
        (1..=count).map(|at| vec![format!("缺件{at}"), "检测通知书".to_owned(), "2026-03-09".to_owned()])
    };
    vec![
        Part::Cover {
            title: "社区戒毒社区康复档案".to_owned(),
            lines: cover.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        },
        Part::Contents { heading: "卷内文件目录".to_owned() },
        paper(Paper::D02),
        paper(Paper::D06),
        Part::Picture { caption: "送达回证扫描件".to_owned(), bytes: SCAN.to_vec() },
        Part::Table {
            heading: "缺件清单".to_owned(),
            note: "截至2026年3月9日，下列文书应有而未有。".to_owned(),
            columns: ["编号", "文书", "自何日起"].map(str::to_owned).to_vec(),
            widths: vec![1.0, 3.0, 1.5],
            rows: rows(80).collect(),
        },
    ]
}

#[test]
fn the_contents_name_every_paper_and_scan_with_the_page_it_begins_on() {
    let printed = printed(&job(pack()));
    keep("pack.pdf", &printed.pdf);
    assert_eq!(printed.begins.len(), 6);
    assert_eq!(&printed.begins[..4], &[1, 2, 3, 5]);
    let contents = bare(&page_text(&printed.pdf, 2));
    let expected = [
        format!("1基本情况登记表衡县社戒〔2026〕试例第3号{}", printed.begins[2]),
        format!("2逾期报到通知书衡县社戒〔2026〕试例第3号{}", printed.begins[3]),
        format!("3送达回证扫描件{}", printed.begins[4]),
    ];
    for line in expected {
        assert!(contents.contains(&line), "{line} is not in {contents}");
    }
    let parts = [
        "社区戒毒社区康复档案",
        "卷内文件目录",
        "基本情况登记表",
        "逾期报到通知书",
        "送达回证扫描件",
        "缺件清单",
    ];
    for (begins, title) in printed.begins.iter().zip(parts) {
        assert!(bare(&page_text(&printed.pdf, *begins)).contains(title), "{title} on {begins}");
    }
}

#[test]
fn a_table_of_eighty_rows_repeats_its_head_and_loses_no_row() {
    let printed = printed(&job(pack()));
    let first = printed.begins[5];
    assert!(printed.pages > first);
    for page in first..=printed.pages {
        assert!(bare(&page_text(&printed.pdf, page)).contains("编号文书自何日起"), "page {page}");
    }
    let all = bare(&text(&printed.pdf));
    assert!((1..=80).all(|row| all.contains(&format!("缺件{row}检测通知书2026-03-09"))));
    assert_eq!(outside(&printed.pdf), Vec::<String>::new());
}

#[test]
fn a_paper_of_eighty_tests_repeats_its_head_on_each_page() {
    let mut sheet = sheet(Paper::D09, Filled::Every);
    for block in &mut sheet.blocks {
        if let shared::document::Block::Table { rows, .. } = block {
            let row = rows[1].clone();
            *rows = (1..=80).map(|at| [vec![format!("#{at}")], row[1..].to_vec()].concat()).collect();
        }
    }
    let printed = printed(&job(vec![Part::Paper(issued(sheet))]));
    keep("D09-long.pdf", &printed.pdf);
    assert!(printed.pages > 3);
    for page in 1..printed.pages {
        let said = bare(&page_text(&printed.pdf, page));
        assert!(said.contains("次数对应检测期采样时间"), "page {page}: {said}");
    }
    let all = bare(&text(&printed.pdf));
    assert!((1..=80).all(|row| all.contains(&format!("#{row}第2期"))));
    assert_eq!(outside(&printed.pdf), Vec::<String>::new());
}

#[test]
fn the_watermark_stands_on_every_page_scans_included_and_hides_nothing() {
    let mut job = job(pack());
    job.watermark = Some("试例乙 2026-03-09 09:12 市局检查".to_owned());
    let printed = printed(&job);
    keep("pack-watermark.pdf", &printed.pdf);
    for page in 1..=printed.pages {
        let said = bare(&page_text(&printed.pdf, page));
        assert!(said.matches("试例乙2026-03-0909:12市局检查").count() >= 4, "page {page}: {said}");
    }
    assert!(bare(&text(&printed.pdf)).contains("居住地派出所"));
}

fn in_state(state: State) -> Leaf {
    let leaf = issued(sheet(Paper::D06, Filled::Every));
    Leaf { frame: Frame { state, ..leaf.frame.clone() }, ..leaf }
}

#[test]
fn what_no_longer_holds_is_stamped_and_what_does_not_hold_yet_is_marked() {
    let on = NaiveDate::from_ymd_opt(2026, 4, 1).expect("a day");
    let said = |leaf: Leaf| {
        let printed = printed(&job(vec![Part::Paper(leaf.clone())]));
        let word = press::docx::text(&press::docx::write(&leaf).expect("written")).expect("a .docx");
        (bare(&text(&printed.pdf)), bare(&word), printed.pdf)
    };
    let (page, word, pdf) = said(in_state(State::Withdrawn { on, reason: "送达对象有误".to_owned() }));
    keep("D06-withdrawn.pdf", &pdf);
    for text in [&page, &word] {
        assert!(text.contains("作废") && text.contains("2026年4月1日送达对象有误"), "{text}");
    }
    let (page, word, _) =
        said(in_state(State::Superseded { by: "衡县社戒〔2026〕试例第9号".to_owned() }));
    for text in [&page, &word] {
        assert!(text.contains("以衡县社戒〔2026〕试例第9号为准"), "{text}");
    }
    let (page, word, _) = said(draft(sheet(Paper::D06, Filled::Every)));
    assert!(page.contains("草稿") && word.contains("草稿"));
    let (page, word, _) = said(issued(sheet(Paper::D06, Filled::Every)));
    for text in [&page, &word] {
        assert!(!text.contains("草稿") && !text.contains("作废") && text.contains("2026年3月3日"), "{text}");
    }
}

#[test]
fn what_cannot_be_printed_is_told_by_its_place() {
    assert_eq!(PRESS.pdf(&job(Vec::new())), Err(PressError::Empty));
    let text = Part::Picture { caption: "不是图片".to_owned(), bytes: b"%PDF-1.7".to_vec() };
    assert_eq!(PRESS.pdf(&job(vec![paper(Paper::D06), text])), Err(PressError::Picture { part: 1 }));
    let torn = Part::Picture { caption: "残缺".to_owned(), bytes: SCAN[..40].to_vec() };
    assert_eq!(PRESS.pdf(&job(vec![torn])), Err(PressError::Picture { part: 0 }));
}
