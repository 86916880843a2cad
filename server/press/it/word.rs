//! Word files: what they say, and an office's own layout.

use std::io::{Cursor, Read, Write};

use press::Leaf;
use press::docx::{self, LayoutFault};
use shared::document::{Block, Paper};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::read::{bare, keep};
use crate::sheets::{Filled, issued, sheet, values};

#[test]
fn every_value_of_every_paper_stands_in_its_word_file() {
    for paper in Paper::ALL {
        let sheet = sheet(*paper, Filled::Every);
        let said = values(&sheet);
        let file = docx::write(&issued(sheet)).expect("written");
        keep(&format!("{}-full.docx", paper.code()), &file);
        let text = bare(&docx::text(&file).expect("a .docx"));
        for value in said {
            assert!(text.contains(&bare(&value)), "{} {paper}: {value} is not in {text}", paper.code());
        }
    }
}

/// A .docx with a body of ours and, if wanted, further files.
fn layout(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>"#
    );
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let types = ("[Content_Types].xml", "<Types/>");
    for (name, content) in [types, ("word/document.xml", document.as_str())].iter().chain(more) {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a file");
        writer.write_all(content.as_bytes()).expect("written");
    }
    writer.finish().expect("a zip").into_inner()
}

fn document(docx: &[u8]) -> String {
    let mut archive = ZipArchive::new(Cursor::new(docx)).expect("a zip");
    let mut text = String::new();
    archive.by_name("word/document.xml").expect("a document").read_to_string(&mut text).expect("UTF-8");
    text
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p>")
}

fn notice() -> Leaf {
    issued(sheet(Paper::D06, Filled::Every))
}

#[test]
fn an_office_s_own_layout_is_filled_and_otherwise_left_as_it_was() {
    let body = format!(
        "{}<w:sectPr w:rsidR=\"00A1\"><w:pgSz w:w=\"11906\"/></w:sectPr>",
        paragraph(
            "致 {{姓名}}（{{ 证件号码 }}）：限 {{报到期限}} 前报到。{{文号}} {{落款}} {{签发日期}} &amp; 完"
        )
    );
    let filled = docx::fill(&layout(&body, &[]), &notice()).expect("filled");
    let said = docx::text(&filled).expect("a .docx");
    assert_eq!(
        said.trim_end(),
        "致 试例甲（430400199005170000）：限 2026-03-08 前报到。衡县社戒〔2026〕试例第 3 号 \
         衡县试例镇社区戒毒社区康复工作办公室 2026年3月3日 & 完"
    );
    assert!(document(&filled).contains("<w:sectPr w:rsidR=\"00A1\"><w:pgSz w:w=\"11906\"/></w:sectPr>"));
    assert!(document(&filled).contains("<w:rPr><w:b/></w:rPr>"));
    assert_eq!(filled, docx::fill(&layout(&body, &[]), &notice()).expect("filled"));
}

#[test]
fn a_field_split_over_runs_takes_the_look_of_its_first() {
    let body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>致{</w:t></w:r><w:r><w:t>{姓</w:t></w:r>\
        <w:proofErr w:type=\"spellEnd\"/><w:r><w:t>名}}同志</w:t></w:r></w:p>";
    let filled = docx::fill(&layout(body, &[]), &notice()).expect("filled");
    assert_eq!(docx::text(&filled).expect("a .docx").trim_end(), "致试例甲同志");
    let first = "<w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">致试例甲</w:t>";
    assert!(document(&filled).contains(first), "{}", document(&filled));
}

#[test]
fn a_row_with_columns_of_a_table_is_repeated_for_each_of_its_rows() {
    let row = "<w:tr><w:tc><w:p><w:r><w:t>{{成员.类别}}</w:t></w:r></w:p></w:tc>\
        <w:tc><w:p><w:r><w:t>{{成员.姓名}}/{{姓名}}</w:t></w:r></w:p></w:tc></w:tr>";
    let head = "<w:tr><w:tc><w:p><w:r><w:t>类别</w:t></w:r></w:p></w:tc></w:tr>";
    let body = format!("<w:tbl>{head}{row}</w:tbl>{}", paragraph("完"));
    let group = issued(sheet(Paper::D05, Filled::Every));
    let filled = docx::fill(&layout(&body, &[]), &group).expect("filled");
    let said = docx::text(&filled).expect("a .docx");
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(&lines[..5], &["类别", "专（兼）职工作人员", "试例干/试例甲", "社区民警", "试例警/试例甲"]);
    assert_eq!((document(&filled).matches("<w:tr>").count(), lines.last()), (6, Some(&"完")));
    let empty = issued(sheet(Paper::D05, Filled::Nothing));
    let blank = docx::fill(&layout(&body, &[]), &empty).expect("filled");
    assert_eq!(document(&blank).matches("<w:tr>").count(), 2, "a row to write on is left");
}

#[test]
fn what_a_person_wrote_is_text_and_never_markup() {
    let mut leaf = notice();
    let evil = "甲</w:t></w:r><w:r><w:t>&amp;{{文号}}\u{b}\u{0}\n第二行<!-- \" -->";
    for block in &mut leaf.sheet.blocks {
        if let Block::Fields { fields, .. } = block {
            fields
                .iter_mut()
                .filter(|field| field.label == "姓名")
                .for_each(|field| field.value = evil.to_owned());
        }
    }
    let filled = docx::fill(&layout(&paragraph("{{姓名}}。"), &[]), &leaf).expect("filled");
    let expected = "甲</w:t></w:r><w:r><w:t>&amp;{{文号}}\n第二行<!-- \" -->。";
    assert_eq!(docx::text(&filled).expect("a .docx").trim_end(), expected);
    let written = docx::write(&leaf).expect("written");
    assert!(docx::text(&written).expect("a .docx").contains("甲</w:t></w:r><w:r><w:t>&amp;{{文号}}"));
}

#[test]
fn names_are_told_and_are_all_that_can_be_filled() {
    let leaf = issued(sheet(Paper::D05, Filled::Every));
    let names = docx::names(&leaf);
    for name in ["姓名", "文号", "落款", "签发日期", "组长", "成员.姓名", "成员.自"] {
        assert!(names.contains(&name.to_owned()), "{name} is not in {names:?}");
    }
    let all: String = names.iter().map(|name| paragraph(&format!("{{{{{name}}}}}"))).collect();
    assert_eq!(docx::used(&layout(&all, &[])), Ok(names.clone()));
    let all = format!("<w:tbl><w:tr><w:tc>{all}</w:tc></w:tr></w:tbl>");
    assert!(docx::fill(&layout(&all, &[]), &leaf).is_ok());
    for paper in Paper::ALL {
        let names = docx::names(&issued(sheet(*paper, Filled::Every)));
        let once: std::collections::BTreeSet<&String> = names.iter().collect();
        assert_eq!(once.len(), names.len(), "{paper}: {names:?}");
    }
    let registration = docx::names(&issued(sheet(Paper::D02, Filled::Every)));
    assert!(registration.contains(&"登记项目.户籍地".to_owned()), "{registration:?}");
}

#[test]
fn what_is_no_layout_is_refused_with_its_fault() {
    let fill = |layout: &[u8]| docx::fill(layout, &notice()).expect_err("a fault");
    let unknown = layout(&paragraph("{{姓名}}{{住院号}}{{成员.姓名}}{{住院号}}"), &[]);
    assert_eq!(fill(&unknown), LayoutFault::Unknown(vec!["住院号".to_owned(), "成员.姓名".to_owned()]));
    let group = issued(sheet(Paper::D05, Filled::Every));
    let outside = docx::fill(&layout(&paragraph("{{成员.姓名}}"), &[]), &group);
    assert_eq!(outside, Err(LayoutFault::Unknown(vec!["成员.姓名".to_owned()])));
    assert_eq!(fill(&layout(&paragraph("{{姓名"), &[])), LayoutFault::Unclosed("姓名".to_owned()));
    assert_eq!(fill(b"%PDF-1.7"), LayoutFault::NotDocx);
    assert_eq!(fill(&layout("<w:p></w:r>", &[])), LayoutFault::NotDocx);
    assert_eq!(fill(&layout("", &[("word/vbaProject.bin", "x")])), LayoutFault::Macros);
    assert_eq!(fill(&layout("", &[("word/embeddings/oleObject1.bin", "x")])), LayoutFault::Macros);
    let relation = |kind: &str| {
        format!(
            r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="http://198.51.100.1/x" TargetMode="External"/></Relationships>"#
        )
    };
    let reaching = layout("", &[("word/_rels/settings.xml.rels", &relation("attachedTemplate"))]);
    assert_eq!(fill(&reaching), LayoutFault::FromElsewhere);
    let link = layout(&paragraph("{{姓名}}"), &[("word/_rels/document.xml.rels", &relation("hyperlink"))]);
    assert!(docx::fill(&link, &notice()).is_ok());
    let entity = "<!DOCTYPE w [<!ENTITY a \"b\">]><w/>";
    assert_eq!(fill(&layout("", &[("word/header1.xml", entity)])), LayoutFault::NotDocx);
    assert_eq!(fill(&vec![0; 6 * 1024 * 1024]), LayoutFault::TooBig);
    let bomb = "0".repeat(45 * 1024 * 1024);
    let packed = layout("", &[("word/media/image1.png", &bomb)]);
    assert!(packed.len() < 1024 * 1024);
    assert_eq!(fill(&packed), LayoutFault::TooBig);
}

#[test]
fn a_word_file_has_its_paper_s_size_and_repeats_the_heads_of_its_tables() {
    let tests = docx::write(&issued(sheet(Paper::D09, Filled::Every))).expect("written");
    let xml = document(&tests);
    assert!(xml.contains("w:w=\"16838\"") && xml.contains("landscape") && xml.contains("<w:tblHeader/>"));
    let letter = document(&docx::write(&notice()).expect("written"));
    assert!(
        letter.contains("w:w=\"11906\"")
            && letter.contains("仿宋_GB2312")
            && letter.contains("方正小标宋简体")
    );
    assert_eq!(docx::write(&notice()).expect("written"), docx::write(&notice()).expect("written"));
}
