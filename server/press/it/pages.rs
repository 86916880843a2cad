//! Pages: what they say, how many there are, that nothing is cut off.

use press::{Frame, Leaf, Part};
use shared::document::Paper;

use crate::read::{bare, info, keep, outside, page_text, printed, text};
use crate::sheets::{Filled, draft, issued, job, sheet, values};

#[test]
fn every_value_of_every_paper_stands_on_its_pages() {
    for paper in Paper::ALL {
        let sheet = sheet(*paper, Filled::Every);
        let said = values(&sheet);
        assert!(said.len() > 12, "{paper}: {}", said.len());
        let printed = printed(&job(vec![Part::Paper(issued(sheet))]));
        keep(&format!("{}-full.pdf", paper.code()), &printed.pdf);
        let page = bare(&text(&printed.pdf));
        for value in said {
            assert!(page.contains(&bare(&value)), "{} {paper}: {value} is not in {page}", paper.code());
        }
        assert_eq!(outside(&printed.pdf), Vec::<String>::new(), "{paper}");
    }
}

#[test]
fn a_paper_with_nothing_in_it_prints_as_a_form_to_write_on() {
    for paper in Paper::ALL {
        for filled in [Filled::RequiredOnly, Filled::Nothing] {
            let sheet = sheet(*paper, filled);
            let wanting = !sheet.missing.is_empty();
            let printed = printed(&job(vec![Part::Paper(draft(sheet))]));
            keep(&format!("{}-{filled:?}.pdf", paper.code()), &printed.pdf);
            let page = bare(&text(&printed.pdf));
            assert!(page.contains(&bare(paper.label())), "{paper}");
            assert!(page.contains("草稿"), "{paper}");
            assert_eq!(page.contains("待补"), wanting, "{} {filled:?}", paper.code());
            assert_eq!(outside(&printed.pdf), Vec::<String>::new(), "{paper}");
        }
    }
}

#[test]
fn what_surrounds_a_paper_is_on_its_page_and_in_its_word_file() {
    for paper in [Paper::D06, Paper::D13] {
        let leaf = issued(sheet(paper, Filled::Every));
        let service = [("送达经过", "留置送达，当场拍照"), ("见证人", "试例庚、试例辛")];
        let service = service.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let leaf = Leaf { frame: Frame { service, ..leaf.frame.clone() }, ..leaf };
        let page = bare(&text(&printed(&job(vec![Part::Paper(leaf.clone())])).pdf));
        let word = press::docx::write(&leaf).expect("written");
        let word = bare(&press::docx::text(&word).expect("a .docx"));
        let said = [
            "衡县社戒〔2026〕试例第3号",
            "衡县试例镇社区戒毒社区康复工作办公室",
            "2026年3月3日",
            "衡县公安局、试例派出所",
            "一式三份",
            "送达经过",
            "留置送达，当场拍照",
            "见证人",
            "试例庚、试例辛",
            "校验0123456789abcdef",
        ];
        for it in said {
            assert!(page.contains(it), "{paper}: {it} is not in {page}");
            assert!(word.contains(it), "{paper}: {it} is not in {word}");
        }
    }
}

#[test]
fn pages_are_a4_and_the_grant_of_leave_is_one() {
    let printed = printed(&job(vec![Part::Paper(issued(sheet(Paper::D14, Filled::Every)))]));
    let told = info(&printed.pdf);
    assert!(told.contains("595.276 x 841.89 pts (A4)"), "{told}");
    assert_eq!(printed.pages, 1);
}

#[test]
fn each_page_tells_its_place_among_all() {
    let parts = [Paper::D02, Paper::D14].map(|paper| Part::Paper(issued(sheet(paper, Filled::Every))));
    let printed = printed(&job(parts.to_vec()));
    assert_eq!((printed.pages, printed.begins.as_slice()), (3, [1, 3].as_slice()));
    for page in 1..=printed.pages {
        let said = bare(&page_text(&printed.pdf, page));
        assert!(said.contains(&format!("第{page}页共3页")), "{said}");
    }
    assert!(bare(&page_text(&printed.pdf, 3)).contains("—1—"));
}

#[test]
fn the_same_job_twice_gives_the_same_bytes() {
    let job = job(vec![Part::Paper(issued(sheet(Paper::D06, Filled::Every)))]);
    assert_eq!(printed(&job), printed(&job));
}
