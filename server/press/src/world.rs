//! The typesetter's view: fonts, templates, one job.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, FixedOffset, Timelike};
use serde::Serialize;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_kit::fonts::FontStore;

use crate::setting::Setting;

const TEMPLATES: [(&str, &str); 5] = [
    ("/main.typ", include_str!("layout/main.typ")),
    ("/base.typ", include_str!("layout/base.typ")),
    ("/form.typ", include_str!("layout/form.typ")),
    ("/letter.typ", include_str!("layout/letter.typ")),
    ("/binding.typ", include_str!("layout/binding.typ")),
];
pub(crate) const DATA: &str = "/job.json";

/// Fonts of the machine, templates, Typst's own library: what all jobs share.
pub(crate) struct Fonts {
    store: FontStore,
    library: LazyHash<Library>,
    sources: HashMap<FileId, Source>,
    main: FileId,
}

impl Fonts {
    /// `None` only if a template had no name.
    pub(crate) fn system() -> Option<Self> {
        let mut store = FontStore::new();
        store.extend(typst_kit::fonts::system());
        let sources = TEMPLATES.iter().filter_map(|(name, text)| {
            let id = file_id(name)?;
            Some((id, Source::new(id, (*text).to_owned())))
        });
        let sources = sources.collect();
        let main = file_id("/main.typ")?;
        Some(Self { store, library: LazyHash::new(Library::default()), sources, main })
    }

    /// Families for each kind of text; `None` where no font has Chinese characters.
    pub(crate) fn faces(&self) -> Option<Faces> {
        let book = self.store.book();
        let song = had(book, &["Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun", "NSimSun"]);
        let hei = had(book, &["SimHei", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei"]);
        let any = any_chinese(book);
        let fall_back: Vec<String> = song.iter().chain(&hei).chain(&any).cloned().collect();
        if fall_back.is_empty() {
            return None;
        }
        let with = |wanted: &[&str]| had(book, wanted).into_iter().chain(fall_back.iter().cloned()).collect();
        Some(Faces {
            fangsong: with(&["FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "SimFang", "STFangsong"]),
            biaosong: with(&[
                "FZXiaoBiaoSong-B05S",
                "方正小标宋简体",
                "FZXiaoBiaoSong-B05",
                "方正小标宋_GBK",
            ]),
            kai: with(&["KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti"]),
            hei: hei.iter().chain(&fall_back).cloned().collect(),
            song: fall_back,
        })
    }
}

/// Families in order of preference, each list ending with what has Chinese characters at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Faces {
    /// 仿宋: the body of letters (GB/T 9704-2012, 5.2.2).
    fangsong: Vec<String>,
    /// 小标宋: titles (GB/T 9704-2012, 7.3.1).
    biaosong: Vec<String>,
    /// 楷体: headings of the second level.
    kai: Vec<String>,
    /// 黑体: headings of the first level, labels.
    hei: Vec<String>,
    /// 宋体: forms and tables.
    song: Vec<String>,
}

fn had(book: &FontBook, wanted: &[&str]) -> Vec<String> {
    let there = wanted.iter().filter(|name| book.contains_family(&name.to_lowercase()));
    there.map(|name| (*name).to_owned()).collect()
}

/// A family of simplified Chinese that none of our lists names.
fn any_chinese(book: &FontBook) -> Option<String> {
    let has = |index: usize| {
        let covers = |character: char| {
            book.info(index).is_some_and(|info| info.coverage.contains(u32::from(character)))
        };
        covers('戒') && covers('执')
    };
    book.families().find_map(|(name, mut fonts)| fonts.any(has).then(|| name.to_owned()))
}

/// One job as the typesetter sees it.
pub(crate) struct World<'a> {
    fonts: &'a Fonts,
    data: Bytes,
    pictures: HashMap<FileId, Bytes>,
}

impl<'a> World<'a> {
    pub(crate) fn new(fonts: &'a Fonts, setting: Setting) -> Self {
        let pictures = setting.pictures.into_iter();
        let pictures = pictures.filter_map(|(name, bytes)| Some((file_id(&name)?, Bytes::new(bytes))));
        Self { fonts, data: Bytes::new(setting.json), pictures: pictures.collect() }
    }
}

impl typst::World for World<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.fonts.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.store.book()
    }

    fn main(&self) -> FileId {
        self.fonts.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.fonts.sources.get(&id).cloned().ok_or_else(|| absent(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id.get().vpath().get_with_slash() == DATA {
            return Ok(self.data.clone());
        }
        self.pictures.get(&id).cloned().ok_or_else(|| absent(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.store.font(index)
    }

    /// No template may ask for today.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn absent(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

/// The name of a file that exists in no folder. Names are few and fixed, apart from numbers of pictures: they are kept for
/// the life of the process.
fn file_id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

/// A point in time, as the typesetter keeps it: local, without its offset.
pub(crate) fn datetime(at: DateTime<FixedOffset>) -> Option<Datetime> {
    let small = |value: u32| u8::try_from(value).ok();
    Datetime::from_ymd_hms(
        at.year(),
        small(at.month())?,
        small(at.day())?,
        small(at.hour())?,
        small(at.minute())?,
        small(at.second())?,
    )
}
