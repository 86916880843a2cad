//! 扫描件: what comes on paper is added to its record at the console.

use server::view::{PersonView, Recorded};
use shared::attachment::{Media, Purpose};
use shared::code::Role;
use shared::id::CaseId;
use shared::problem::ProblemCode;

use crate::bench::{Answer, Browser};
use crate::phone::Field;
use crate::sample;

async fn add(field: &Field, browser: &Browser, event: &str, bytes: Vec<u8>) -> Answer {
    add_to(field, browser, field.case, event, bytes).await
}

async fn add_to(field: &Field, browser: &Browser, case: CaseId, event: &str, bytes: Vec<u8>) -> Answer {
    field.bench.file(&format!("/api/cases/{case}/records/{event}/scans"), browser, bytes).await
}

#[tokio::test]
async fn a_proof_on_paper_stands_with_its_record_and_is_read_back_as_it_was_taken() {
    let field = Field::new().await;
    let clerk = field.bench.login(&field.clerk).await;
    let page = format!("/api/persons/{}", field.case);
    let file: PersonView = field.bench.get(&page, Some(&clerk)).await.json();
    let record = file.page.timeline[0].event;
    let pdf = [b"%PDF-1.7\n".to_vec(), vec![7; 300]].concat();
    field.bench.advance_seconds(60);
    let _: Recorded = add(&field, &clerk, &record.to_string(), pdf.clone()).await.json();
    let file: PersonView = field.bench.get(&page, Some(&clerk)).await.json();
    let [row] = file.attachments.as_slice() else { panic!("one: {:?}", file.attachments) };
    assert_eq!((row.event, row.arrived), (record, true), "with the record it was added to");
    assert_eq!((row.attachment.media, row.attachment.purpose), (Media::Pdf, Purpose::Scan));
    let read = field.bench.get(&format!("{page}/attachments/{}", row.digest), Some(&clerk)).await;
    assert_eq!(read.body, pdf);
    assert_eq!(file.page.timeline[0].summary, "补附件1件", "who, when and why stand in the file");
    assert!(file.page.issues.is_empty(), "{:?}", file.page.issues);

    let again = add(&field, &clerk, &record.to_string(), pdf).await;
    assert_eq!(again.code(), ProblemCode::NothingToMend);
    let other = add(&field, &clerk, &record.to_string(), b"PK zip".to_vec()).await;
    assert_eq!(other.code(), ProblemCode::AttachmentMalformed, "what a file is called proves nothing");
    let words = file.page.timeline[0].event.to_string();
    let png = [b"\x89PNG\r\n\x1a\n".to_vec(), vec![1; 20]].concat();
    assert_eq!(add(&field, &clerk, &words, png.clone()).await.code(), ProblemCode::UnknownRecord);
    let huge = [png, vec![0; 10 * 1024 * 1024]].concat();
    assert_eq!(add(&field, &clerk, &record.to_string(), huge).await.code(), ProblemCode::AttachmentTooLarge);
}

/// Whoever corrects the file adds to it: the office, not who reads it; and nothing is added to a file that is closed.
#[tokio::test]
async fn a_scan_is_added_by_the_office_alone_and_to_no_sealed_file() {
    shared::asserts!("R-PRIV-10", "R-ORG-6");
    let field = Field::new().await;
    let clerk = field.bench.login(&field.clerk).await;
    let sealed = sample::sealed_case(&field.bench, field.clerk.made.user, "演示·柳封", 2, &[]);
    let pdf = [b"%PDF-1.7\n".to_vec(), vec![7; 300]].concat();
    let event = uuid::Uuid::nil().to_string();
    let closed = add_to(&field, &clerk, sealed, &event, pdf.clone()).await;
    assert!(!closed.status.is_success(), "{}", closed.status);
    assert!([ProblemCode::StateForbids, ProblemCode::UnknownCase].contains(&closed.code()));
    for role in [Role::Police, Role::Leader, Role::Worker] {
        let person = field.bench.add_user(role.code(), "例某", role);
        let browser = field.bench.login(&person).await;
        assert_eq!(
            add(&field, &browser, &event, pdf.clone()).await.code(),
            ProblemCode::RoleMayNot,
            "{role:?}"
        );
    }
}
