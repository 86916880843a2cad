//! 一人一档: the pieces of a file in the order of the norm, what is missing and since when, and the whole as one PDF
//! (R-FILE-3, R-FILE-5).

use chrono::NaiveDate;
use press::{Frame, Job, Leaf, Part, PressError, State};
use shared::access::{Giving, watermark};
use shared::attachment::{Attachment, Media};
use shared::document::{Issued, Paper, PaperRow, find, issued, rows};
use shared::duty::Reckoning;
use shared::event::{Body, Event};
use shared::hash::Hash;
use shared::id::{CaseId, EventId};
use shared::identity::mask_id;
use shared::moment::{Moment, civil_date, minute};
use shared::page::summary;
use shared::problem::{Problem, ProblemCode};

use crate::auth::Session;
use crate::blob;
use crate::book::{Book, CaseBook};
use crate::desk::reads;
use crate::office::Office;
use crate::papers::{Reckoned, is_record, issued_leaf, office_name, press, refused, released};
use crate::roster::{name_in, staff_by_id};
use crate::store::audit::AuditAct;
use crate::store::{Refusal, StoreError, Work, audit};
use crate::view::{DossierGap, DossierKind, DossierRow, DossierView, PackRequest};

/// The eighteen documents, in order.
const EIGHTEEN: usize = 18;
/// Bytes of scans in one pack: what an old PC prints without running out of memory.
const SCAN_BYTES_MAX: usize = 64 * 1024 * 1024;

/// A case as it was known at the end of a day, or is now.
struct Seen<'a> {
    book: &'a Book,
    known: &'a CaseBook,
    reckoning: Reckoning,
    issued: Vec<Issued>,
    rows: Vec<PaperRow>,
}

impl<'a> Seen<'a> {
    fn of(book: &'a Book, case: CaseId, at: Moment) -> Result<Self, Problem> {
        let known = book.case(case).ok_or(ProblemCode::UnknownCase)?;
        let rules = &book.rules;
        let reckoning = Reckoning::of(&known.file, &rules.calendar, &rules.policy, at);
        let issued = issued(&known.file, &rules.office, rules);
        let mut rows = rows(&known.file, &rules.office, &reckoning);
        // Within a kind the first comes first, as papers lie in a folder.
        rows.sort_by_key(|row| (row.key.paper, row.key.since));
        Ok(Self { book, known, reckoning, issued, rows })
    }

    /// The issue of a row that stands.
    fn standing(&self, row: &PaperRow) -> Option<&Issued> {
        self.issued.iter().find(|one| one.state.stands() && one.key == row.key)
    }

    fn state(&self, row: &PaperRow) -> String {
        match self.standing(row) {
            Some(one) => one.state.label().to_owned(),
            None if row.key.paper.is_incoming() && row.made => "来文".to_owned(),
            None if row.made => "已有记录".to_owned(),
            None => "缺".to_owned(),
        }
    }

    fn gaps(&self) -> Vec<DossierGap> {
        let gap = |row: &PaperRow| {
            let what = if row.made {
                let missing = row.missing.join("、");
                (!missing.is_empty()).then(|| format!("缺栏目：{missing}"))
            } else {
                Some("缺文书".to_owned())
            };
            Some(DossierGap {
                paper: row.key.paper,
                title: row.title.clone(),
                detail: row.detail.clone(),
                what: what?,
                since: row.key.since,
                due: row.due,
            })
        };
        self.rows.iter().filter_map(gap).collect()
    }

    fn kinds(&self) -> Vec<DossierKind> {
        let kind = |paper: &Paper| {
            let of_kind = self.rows.iter().filter(|row| row.key.paper == *paper);
            let (called, made) =
                of_kind.fold((0, 0), |(all, there), row| (all + 1, there + u32::from(row.made)));
            DossierKind { paper: *paper, title: paper.label().to_owned(), called, made }
        };
        Paper::ALL.iter().take(EIGHTEEN).map(kind).collect()
    }
}

/// One fact of the manifest.
struct Entry<'a> {
    event: &'a Event,
    hash: Hash,
}

/// What the pack vouches for: every fact received by then, in the order of the office's log, with the hash of its bytes.
struct Manifest<'a> {
    entries: Vec<Entry<'a>>,
    /// Over the lines.
    hash: Hash,
}

impl<'a> Manifest<'a> {
    fn of(
        work: Work<'_>,
        session: &Session,
        known: &'a CaseBook,
        case: CaseId,
        at: Moment,
    ) -> Result<Self, StoreError> {
        let log = crate::store::log::of_case(work, &session.township.code, case)?;
        let of = |entry: &crate::store::log::LogEntry| {
            let place = known.known.iter().position(|one| {
                one.series == entry.place.series && one.seq == entry.place.seq && entry.received_at <= at
            })?;
            Some(Entry { event: known.events().get(place)?, hash: entry.hash.clone() })
        };
        let entries: Vec<Entry<'a>> = log.iter().filter_map(of).collect();
        let lines: Vec<String> =
            entries.iter().map(|entry| format!("{} {}\n", entry.event.id, entry.hash)).collect();
        Ok(Self { hash: Hash::of(lines.concat().as_bytes()), entries })
    }
}

/// 卷内目录.
///
/// # Errors
/// `UnknownCase`; of the store.
pub fn view(office: &Office, session: &Session, case: CaseId) -> Result<DossierView, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        reads(work, book, session, case)?;
        let seen = Seen::of(book, case, work.now)?;
        let manifest = Manifest::of(work, session, seen.known, case, work.now)?;
        let row = |row: &PaperRow| DossierRow {
            key: row.key.clone(),
            title: row.title.clone(),
            detail: row.detail.clone(),
            on: row.key.since,
            number: seen.standing(row).map(|one| one.number.clone()),
            state: seen.state(row),
            scans: u32::try_from(attachments(&seen, row).len()).unwrap_or(u32::MAX),
        };
        audit::write(work, code, session.actor(), AuditAct::SeeDossier, &case.to_string())?;
        Ok(DossierView {
            case,
            name: name_in(book, case),
            as_of: civil_date(work.now),
            rows: seen.rows.iter().map(row).collect(),
            kinds: seen.kinds(),
            gaps: seen.gaps(),
            hash: manifest.hash.0,
        })
    })
}

/// Scans and photos that stand with the records a paper comes from.
fn attachments(seen: &Seen<'_>, row: &PaperRow) -> Vec<Attachment> {
    let file = &seen.known.file;
    let calls = shared::document::calls(file, &seen.reckoning);
    let call = calls.iter().find(|call| shared::document::PaperKey::of(call) == row.key);
    let of: Vec<EventId> = call.into_iter().flat_map(|call| [call.because, call.made]).flatten().collect();
    let served: Vec<EventId> = seen
        .issued
        .iter()
        .filter(|one| one.key == row.key)
        .flat_map(|one| one.served.iter().map(|served| served.event))
        .collect();
    let belongs = |event: &&Event| {
        let about = if let Body::Amend(amend) = &event.body {
            Some(amend.target)
        } else if let Body::PaperFilled(filled) = &event.body {
            filled.about.filter(|_| filled.paper == row.key.paper)
        } else {
            None
        };
        let own = of.contains(&event.id) || served.contains(&event.id);
        file.counts(event.id) && (own || about.is_some_and(|about| of.contains(&about)))
    };
    let mut all: Vec<Attachment> = Vec::new();
    for one in file.events.iter().filter(belongs).flat_map(|event| event.body.attachments()) {
        if all.iter().all(|known| known.id != one.id) {
            all.push(one.clone());
        }
    }
    all
}

/// 迎检包: cover, contents, gaps, the pieces with their scans, the manifest.
///
/// # Errors
/// `UnknownCase`, `DateOutOfRange` for a day to come or before the file, `FieldMissing` without a purpose, `FontMissing`,
/// `PrintFailed`; of the store.
pub fn pack(office: &Office, session: &Session, case: CaseId, ask: &PackRequest) -> Result<Vec<u8>, Refusal> {
    let code = &session.township.code;
    let job = office.write_with_book(code, |work, today| -> Result<Job, Refusal> {
        let purpose = released(work, today, session, case, (Giving::One, &ask.purpose))?;
        let day = ask.as_of.unwrap_or_else(|| civil_date(work.now));
        let job = book_of(work, today, day, |book, at| {
            job(work, session, case, (today, book), (day, at), &purpose)
        })?;
        audit::write(
            work,
            code,
            session.actor(),
            AuditAct::PrintDossier,
            &format!("{case} {day} {purpose}"),
        )?;
        Ok(job)
    })?;
    Ok(printed(job)?)
}

/// Prints it. A picture that nobody can read holds nothing up: a page says so in its place.
fn printed(mut job: Job) -> Result<Vec<u8>, Problem> {
    loop {
        let part = match press()?.pdf(&job) {
            Ok(printed) => return Ok(printed.pdf),
            Err(PressError::Picture { part }) => part,
            Err(error) => return Err(refused(&error)),
        };
        let Some(Part::Picture { caption, .. }) = job.parts.get(part) else {
            return Err(ProblemCode::PrintFailed.into());
        };
        let apart = unreadable(caption);
        job.parts.splice(part..=part, [apart]);
    }
}

fn unreadable(caption: &str) -> Part {
    Part::Table {
        heading: caption.to_owned(),
        note: "这张图片打不开，没有印出；原件在系统里，请在档案页查看或重新拍摄。".to_owned(),
        columns: vec!["附件".to_owned()],
        widths: vec![1.0],
        rows: vec![vec![caption.to_owned()]],
    }
}

fn book_of<T>(
    work: Work<'_>,
    today: &Book,
    day: NaiveDate,
    read: impl FnOnce(&Book, Moment) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    crate::roster::book_of_day(work, today, Some(day), |(book, at)| read(book, at))
}

fn job(
    work: Work<'_>,
    session: &Session,
    case: CaseId,
    (today, then): (&Book, &Book),
    (day, at): (NaiveDate, Moment),
    purpose: &str,
) -> Result<Job, Refusal> {
    let no_file = |_| Problem::of_field(ProblemCode::DateOutOfRange, "as_of");
    let seen = Seen::of(then, case, at).map_err(no_file)?;
    let now = today.case(case).ok_or(ProblemCode::UnknownCase)?;
    let manifest = Manifest::of(work, session, now, case, at)?;
    let gaps = seen.gaps();
    let mut parts = vec![
        cover(session, &seen, (day, work.now), (&manifest, gaps.len()), purpose),
        Part::Contents { heading: "卷内目录".to_owned() },
        gap_table(&gaps),
    ];
    let reckoned = Reckoned::at(then, seen.known, at);
    let mut pictures = Pictures { left: SCAN_BYTES_MAX, apart: Vec::new() };
    for row in seen.rows.iter().filter(|row| row.made || seen.standing(row).is_some()) {
        parts.push(Part::Paper(leaf(session, &seen, &reckoned, row)?));
        for one in attachments(&seen, row) {
            pictures.add(work, case, row, &one, &mut parts)?;
        }
    }
    parts.extend(pictures.table());
    parts.push(manifest_table(work, session, &manifest)?);
    let user = &session.user.name;
    Ok(Job {
        parts,
        watermark: Some(watermark(user, work.now, purpose)),
        title: "人员档案".to_owned(),
        made: work.now,
    })
}

fn leaf(
    session: &Session,
    seen: &Seen<'_>,
    reckoned: &Reckoned<'_>,
    row: &PaperRow,
) -> Result<Leaf, Refusal> {
    if let Some(one) = seen.standing(row) {
        return Ok(issued_leaf(reckoned, one.event)?);
    }
    let rules = &seen.book.rules;
    let found = find(&seen.known.file, &rules.office, &seen.reckoning, &row.key);
    let (_, sheet) = found.ok_or(ProblemCode::UnknownRecord)?;
    let paper = row.key.paper;
    let state = if paper.is_incoming() || is_record(paper) { State::Incoming } else { State::Draft };
    let frame = Frame {
        number: None,
        office: office_name(&session.township.name),
        state,
        to: Vec::new(),
        copies: None,
        service: Vec::new(),
        proof: Some("据系统记录打印".to_owned()),
    };
    Ok(Leaf { sheet, frame })
}

fn cover(
    session: &Session,
    seen: &Seen<'_>,
    (day, now): (NaiveDate, Moment),
    (manifest, gaps): (&Manifest<'_>, usize),
    purpose: &str,
) -> Part {
    let order = seen.known.file.order.as_ref().map(|order| &order.body);
    let person = order.map(|order| &order.person);
    let course = &seen.reckoning.course;
    let span = course.first.zip(course.last).map(|(first, last)| format!("{first}至{last}"));
    let line = |label: &str, value: Option<String>| (label.to_owned(), value.unwrap_or_default());
    let pieces = seen.rows.iter().filter(|row| row.made).count();
    Part::Cover {
        title: "社区戒毒社区康复人员档案".to_owned(),
        lines: vec![
            line("姓名", person.map(|person| person.name.clone())),
            line("证件号码", person.map(|person| mask_id(&person.id.number))),
            line("措施", order.map(|order| order.measure.to_string())),
            line("决定书文号", order.map(|order| order.order_no.clone())),
            line("起止日期", span),
            line("管辖单位", Some(office_name(&session.township.name))),
            line("档案截至", Some(shared::calendar::chinese(day))),
            line("卷内", Some(format!("{pieces}件，缺{gaps}项"))),
            line("用途", Some(purpose.to_owned())),
            line("打印", Some(format!("{} {}", session.user.name, minute(now)))),
            line("清单校验", Some(manifest.hash.0.clone())),
        ],
    }
}

fn gap_table(gaps: &[DossierGap]) -> Part {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let row = |gap: &DossierGap| {
        let title = format!("{} {}", gap.title, gap.detail);
        vec![
            gap.paper.code().to_owned(),
            title.trim().to_owned(),
            gap.what.clone(),
            day(gap.since),
            day(gap.due),
        ]
    };
    let none =
        || vec![vec![String::new(), "没有缺件".to_owned(), String::new(), String::new(), String::new()]];
    Part::Table {
        heading: "缺件清单".to_owned(),
        note: "按现有记录应有而没有的文书和栏目，自何日起应有。".to_owned(),
        columns: ["编号", "材料", "缺什么", "自", "期限"].map(str::to_owned).to_vec(),
        widths: vec![1.0, 4.0, 5.0, 1.8, 1.8],
        rows: if gaps.is_empty() { none() } else { gaps.iter().map(row).collect() },
    }
}

/// Scans that go onto pages, and those that cannot.
struct Pictures {
    left: usize,
    apart: Vec<Vec<String>>,
}

impl Pictures {
    fn add(
        &mut self,
        work: Work<'_>,
        case: CaseId,
        row: &PaperRow,
        one: &Attachment,
        parts: &mut Vec<Part>,
    ) -> Result<(), Refusal> {
        let caption = format!("{} {}（{}）", row.title, row.detail, one.purpose);
        let bytes = blob::whole(work, case, &one.id)?;
        let why = match (&bytes, one.media) {
            (None, _) => Some("尚未收到"),
            (Some(_), Media::Pdf) => Some("PDF 文件，另附"),
            (Some(bytes), Media::Jpeg | Media::Png) => (bytes.len() > self.left).then_some("图片过多，另附"),
        };
        match (why, bytes) {
            (None, Some(bytes)) => {
                self.left -= bytes.len();
                parts.push(Part::Picture { caption, bytes });
            }
            (why, _) => {
                let why = why.unwrap_or_default().to_owned();
                self.apart.push(vec![caption, why, one.id.0.clone()]);
            }
        }
        Ok(())
    }

    fn table(self) -> Option<Part> {
        (!self.apart.is_empty()).then(|| Part::Table {
            heading: "另附的附件".to_owned(),
            note: "没有印在本卷内的附件，以校验值对应。".to_owned(),
            columns: ["附件", "原因", "校验值"].map(str::to_owned).to_vec(),
            widths: vec![4.0, 2.0, 6.0],
            rows: self.apart,
        })
    }
}

/// A hash in two words, so that it breaks between them and a reader finds each whole.
fn halves(digits: &str) -> String {
    let (first, second) = digits.split_at_checked(digits.len() / 2).unwrap_or((digits, ""));
    format!("{first} {second}")
}

fn manifest_table(work: Work<'_>, session: &Session, manifest: &Manifest<'_>) -> Result<Part, StoreError> {
    let staff = staff_by_id(work, &session.township.code)?;
    let row = |(at, entry): (usize, &Entry<'_>)| {
        let author = staff.get(&entry.event.author).map(|user| user.name.clone()).unwrap_or_default();
        vec![
            (at + 1).to_string(),
            minute(entry.event.happened_at),
            summary(&entry.event.body),
            author,
            halves(entry.hash.digest().unwrap_or_default()),
        ]
    };
    Ok(Part::Table {
        heading: "记录清单与校验".to_owned(),
        note: format!("每条记录原始内容的 SHA-256；全部行（编号 校验值）再校验为 {}。", manifest.hash),
        columns: ["序", "发生时间", "记录", "记录人", "校验值"].map(str::to_owned).to_vec(),
        widths: vec![0.7, 2.2, 4.0, 1.5, 6.0],
        rows: manifest.entries.iter().enumerate().map(row).collect(),
    })
}
