//! Word files: what they say, and an office's own layout.

use shared::document::Paper;

use crate::read::{bare, keep};
use crate::sheets::{Filled, issued, sheet, values};

#[test]
fn every_value_of_every_paper_stands_in_its_word_file() {
    for paper in Paper::ALL {
        let sheet = sheet(*paper, Filled::Every);
        let said = values(&sheet);
        let file = press::docx::write(&issued(sheet)).expect("written");
        keep(&format!("{}-full.docx", paper.code()), &file);
        let text = bare(&press::docx::text(&file).expect("a .docx"));
        for value in said {
            assert!(text.contains(&bare(&value)), "{} {paper}: {value} is not in {text}", paper.code());
        }
    }
}
