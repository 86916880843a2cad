//! 移交卷: a whole file goes from one installation to another, and nothing of it is lost, changed or left readable.

use serde_json::json;
use server::verify;
use server::view::{DossierView, ParcelTaken, Parcels, PersonView, Recorded};
use shared::code::{Role, TransferGround};
use shared::event::{Body, TransferApproved, TransferRequested};
use shared::id::CaseId;
use shared::problem::ProblemCode;

use crate::bench::{Bench, Browser};
use crate::{pdf, sample};

/// A clerk of an installation.
struct Office {
    bench: Bench,
    browser: Browser,
}

impl Office {
    async fn of(code: &str, name: &str, login: &str) -> Self {
        let bench = Bench::of(code, name);
        let clerk = bench.add_user(login, "例内勤", Role::Office);
        let browser = bench.login(&clerk).await;
        Self { bench, browser }
    }

    async fn parcels(&self) -> Parcels {
        self.bench.get("/api/parcels", Some(&self.browser)).await.json()
    }

    async fn file(&self, case: CaseId) -> PersonView {
        self.bench.get(&format!("/api/persons/{case}"), Some(&self.browser)).await.json()
    }

    async fn make(&self, case: CaseId, card: &str) -> crate::bench::Answer {
        self.bench.advance_seconds(60);
        let ask = json!({ "card": card, "purpose": "变更执行地移交" });
        self.bench.post(&format!("/api/cases/{case}/parcel"), Some(&self.browser), &ask).await
    }

    async fn take(&self, bytes: Vec<u8>) -> crate::bench::Answer {
        self.bench.advance_seconds(60);
        self.bench.file("/api/parcels", &self.browser, bytes).await
    }

    async fn settle(&self, case: CaseId, receipt: &str) -> crate::bench::Answer {
        self.bench.advance_seconds(60);
        let path = format!("/api/cases/{case}/parcel/receipt");
        self.bench.post(&path, Some(&self.browser), &json!({ "receipt": receipt })).await
    }

    fn is_sound(&self) {
        let key_file = self.bench.office.key_file().to_owned();
        let report = verify::verify(&self.bench.data(), &key_file, &[], self.bench.office.deps()).unwrap();
        assert!(report.is_sound(), "{:?}", report.findings);
    }
}

/// An old office with a case whose change of place the police approved, and a scan in it.
async fn old() -> (Office, CaseId) {
    let old = Office::of("430421999", "演示乡", "neiqin").await;
    let requested =
        TransferRequested { ground: TransferGround::Residence, new_place: "例远镇".to_owned() };
    let approved = TransferApproved { notice_received: None };
    let after = vec![
        ("2026-03-06T10:00:00+08:00", sample::visit("第一次家访")),
        ("2026-03-07T10:00:00+08:00", Body::TransferRequested(requested)),
        ("2026-03-09T10:00:00+08:00", Body::TransferApproved(approved)),
    ];
    let clerk = old.browser.me.user;
    let case = sample::case_of(&old.bench, clerk, sample::order("演示·柳叶", 1), &[], after);
    old.bench.advance_seconds(60);
    let event = old.file(case).await.page.timeline.last().unwrap().event;
    let scan = [b"\x89PNG\r\n\x1a\n".to_vec(), vec![1; 200]].concat();
    let path = format!("/api/cases/{case}/records/{event}/scans");
    let _: Recorded = old.bench.file(&path, &old.browser, scan).await.json();
    (old, case)
}

#[tokio::test]
async fn a_whole_file_goes_to_another_installation_with_its_ids_and_hashes_and_comes_back_as_a_receipt() {
    shared::asserts!("R-FILE-6", "R-TRANSFER-8");
    let (old, case) = old().await;
    let new = Office::of("430421997", "例远镇", "neiqin").await;
    let before = pdf::manifest(&old.bench, case);
    let there: Parcels = new.parcels().await;
    assert_eq!(there.check.len(), 9, "eight digits that two people read out to each other");
    let parcel = old.make(case, &there.card).await;
    assert!(parcel.status.is_success(), "{}", String::from_utf8_lossy(&parcel.body));
    for readable in ["演示·柳叶", "第一次家访", "13800000000"] {
        let bytes = readable.as_bytes();
        assert!(!parcel.body.windows(bytes.len()).any(|part| part == bytes), "{readable}");
    }

    let taken: ParcelTaken = new.take(parcel.body.clone()).await.json();
    assert_eq!((taken.case, taken.name.as_str(), taken.attachments), (case, "演示·柳叶", 1));
    assert_eq!(taken.check, old.parcels().await.check, "from whom it came");
    let after = pdf::manifest(&new.bench, case);
    assert_eq!(after[..before.len()], before[..], "every id and hash as it was first written");
    assert_eq!(after.len(), before.len() + 1, "and the handover itself");
    let file = new.file(case).await;
    assert!(file.page.timeline.iter().any(|entry| entry.lines.iter().any(|line| line.text == "第一次家访")));
    assert!(file.attachments.iter().all(|row| row.arrived), "photos and scans came with it");
    let again: ParcelTaken = new.take(parcel.body.clone()).await.json();
    assert_eq!(again.receipt, taken.receipt, "taken twice is taken once");
    assert_eq!(pdf::manifest(&new.bench, case), after);
    let dossier = format!("/api/cases/{case}/dossier");
    let view: DossierView = new.bench.get(&dossier, Some(&new.browser)).await.json();
    assert_eq!(view.name, "演示·柳叶");
    new.is_sound();

    let done = old.settle(case, &taken.receipt).await;
    assert!(done.status.is_success(), "{}", String::from_utf8_lossy(&done.body));
    let gone = old.bench.get(&format!("/api/persons/{case}"), Some(&old.browser)).await;
    assert_eq!(gone.code(), ProblemCode::UnknownCase);
    let kept = old.bench.get("/api/parcels", Some(&old.browser)).await;
    assert!(!String::from_utf8_lossy(&kept.body).contains("演示·柳叶"), "a trace without the person");
    let row = kept.json::<Parcels>().rows.remove(0);
    let trace = row.trace.unwrap();
    assert_eq!((trace.case, trace.facts), (Some(case), before.len()));
    old.is_sound();
}

#[tokio::test]
async fn a_parcel_for_another_office_cut_off_altered_or_mistyped_is_refused_whole() {
    let (old, case) = old().await;
    let new = Office::of("430421997", "例远镇", "neiqin").await;
    let other = Office::of("430421996", "例旁镇", "neiqin").await;
    let card = new.parcels().await.card;
    assert_eq!(old.make(case, "GHK1.abc").await.code(), ProblemCode::CardMalformed);
    let own = old.parcels().await.card;
    assert_eq!(old.make(case, &own).await.code(), ProblemCode::StateForbids);
    let parcel = old.make(case, &card).await.body;
    let _ = other.parcels().await;
    assert_eq!(other.take(parcel.clone()).await.code(), ProblemCode::ParcelForeign);
    let cut = parcel[..parcel.len() / 2].to_vec();
    assert_eq!(new.take(cut).await.code(), ProblemCode::ParcelMalformed);
    let mut altered = parcel.clone();
    let last = altered.len() - 40;
    altered[last] ^= 1;
    assert_eq!(new.take(altered).await.code(), ProblemCode::ParcelMalformed);
    assert_eq!(new.take(b"no parcel".to_vec()).await.code(), ProblemCode::ParcelMalformed);
    let nobody = new.bench.get(&format!("/api/persons/{case}"), Some(&new.browser)).await;
    assert_eq!(nobody.code(), ProblemCode::UnknownCase, "nothing half taken");

    let taken: ParcelTaken = new.take(parcel).await.json();
    assert_eq!(old.settle(case, "GHR1.abc").await.code(), ProblemCode::ParcelReceiptWrong);
    let forged = taken.receipt[..taken.receipt.len() - 8].to_owned() + "AAAAAAAA";
    assert_eq!(old.settle(case, &forged).await.code(), ProblemCode::ParcelReceiptWrong);
    // A record comes after the parcel was made: the file does not leave without it.
    let event = old.file(case).await.page.timeline.last().unwrap().event;
    let scan = [b"\x89PNG\r\n\x1a\n".to_vec(), vec![2; 200]].concat();
    let path = format!("/api/cases/{case}/records/{event}/scans");
    let _: Recorded = old.bench.file(&path, &old.browser, scan).await.json();
    assert_eq!(old.settle(case, &taken.receipt).await.code(), ProblemCode::ParcelStale);
    let second: ParcelTaken = new.take(old.make(case, &card).await.body).await.json();
    assert_eq!(second.records, taken.records + 1, "what was taken is completed");
    assert!(old.settle(case, &second.receipt).await.status.is_success());
    new.is_sound();
}

#[tokio::test]
async fn a_file_that_nobody_approved_to_move_or_that_lacks_a_photo_makes_no_parcel() {
    let old = Office::of("430421999", "演示乡", "neiqin").await;
    let new = Office::of("430421997", "例远镇", "neiqin").await;
    let clerk = old.browser.me.user;
    let case = sample::case(&old.bench, clerk, "演示·柳叶", 1, &[]);
    let card = new.parcels().await.card;
    assert_eq!(old.make(case, &card).await.code(), ProblemCode::StateForbids);
}
