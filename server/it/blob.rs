//! 附件 over the tus protocol: what is taken, from whom, and who may read it.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use server::signature;
use server::view::AuditPage;
use shared::attachment::{Attachment, Media, Purpose};
use shared::code::Role;
use shared::event::Body as FactBody;
use shared::hash::Hash;
use shared::problem::ProblemCode;
use shared::protocol::blob::{CHUNK_BYTES_MAX, ROUTE, TUS_VERSION, header, path_of, receipt_text};
use shared::protocol::{SIGNATURE_HEADERS, signing_text};

use crate::bench::{Answer, Bench};
use crate::phone::{Field, Phone};
use crate::sample;

fn photo(length: usize) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF];
    bytes.extend((0..length).map(|n| n.to_le_bytes()[0] ^ n.to_le_bytes()[1]));
    bytes
}

async fn send(
    phone: &mut Phone,
    bench: &Bench,
    method: &str,
    path: &str,
    extra: &[(&str, String)],
    body: Vec<u8>,
) -> Answer {
    phone.counter += 1;
    let text = signing_text(method, path, &body, &phone.nonce, phone.counter);
    let signature = signature::sign(&phone.seed, text.as_bytes()).unwrap();
    let values = [phone.paired.series.to_string(), phone.nonce.clone(), phone.counter.to_string(), signature];
    let mut request = Request::builder().method(method).uri(path).header(header::TUS, TUS_VERSION);
    for (name, value) in SIGNATURE_HEADERS.into_iter().zip(values) {
        request = request.header(name, value);
    }
    for (name, value) in extra {
        request = request.header(*name, value);
    }
    bench.send(request.body(Body::from(body)).unwrap()).await
}

async fn create(field: &mut Field, hash: &Hash) -> Answer {
    let metadata = format!("hash {}", STANDARD.encode(&hash.0));
    let extra = [(header::METADATA, metadata)];
    send(&mut field.phone, &field.bench, "POST", ROUTE, &extra, Vec::new()).await
}

async fn patch(field: &mut Field, hash: &Hash, offset: usize, piece: &[u8]) -> Answer {
    let path = path_of(hash).unwrap();
    let extra = [(header::OFFSET, offset.to_string()), ("content-type", header::PATCH_TYPE.to_owned())];
    send(&mut field.phone, &field.bench, "PATCH", &path, &extra, piece.to_vec()).await
}

fn offset(answer: &Answer) -> usize {
    answer.headers[header::OFFSET].to_str().unwrap().parse().unwrap()
}

/// A pushed visit that names a photo.
async fn recorded(field: &mut Field, bytes: &[u8]) -> Attachment {
    let named = Attachment::of(bytes, Media::Jpeg, Purpose::Photo).unwrap();
    let FactBody::Visit(visit) = sample::visit("拍了照片") else { panic!("a visit") };
    let body = FactBody::Visit(shared::event::Visit { attachments: vec![named.clone()], ..visit });
    let (case, now, from) = (field.case, field.bench.now(), field.phone.seq + 1);
    let event = field.phone.record(case, now, body);
    field.phone.push(&field.bench, from, &[event]).await;
    named
}

#[tokio::test]
async fn a_photo_comes_piece_by_piece_from_where_it_stands_and_the_whole_is_signed_for() {
    let mut field = Field::new().await;
    let bytes = photo(300_000);
    let named = recorded(&mut field, &bytes).await;
    let path = path_of(&named.id).unwrap();
    let unannounced = send(&mut field.phone, &field.bench, "HEAD", &path, &[], Vec::new()).await;
    assert_eq!(unannounced.status, StatusCode::NOT_FOUND);
    let made = create(&mut field, &named.id).await;
    assert_eq!((made.status, offset(&made)), (StatusCode::CREATED, 0));
    assert_eq!(made.headers["location"], path.as_str());
    assert_eq!(offset(&patch(&mut field, &named.id, 0, &bytes[..1]).await), 1, "at any byte");
    let wrong = patch(&mut field, &named.id, 0, &bytes[..1]).await.problem();
    assert_eq!((wrong.code, wrong.figure.as_deref()), (ProblemCode::UploadOffsetWrong, Some("1")));
    let large = patch(&mut field, &named.id, 1, &vec![0; CHUNK_BYTES_MAX + 1]).await;
    assert_eq!(large.code(), ProblemCode::RequestTooLarge);
    patch(&mut field, &named.id, 1, &bytes[1..200_000]).await;
    let told = send(&mut field.phone, &field.bench, "HEAD", &path, &[], Vec::new()).await;
    assert_eq!((told.status, offset(&told)), (StatusCode::OK, 200_000));
    assert!(!told.headers.contains_key(header::RECEIPT), "not before the whole is there");
    let past = patch(&mut field, &named.id, 200_000, &[&bytes[200_000..], &[0][..]].concat()).await;
    assert_eq!(past.code(), ProblemCode::RequestTooLarge, "past what the record says");
    let done = patch(&mut field, &named.id, 200_000, &bytes[200_000..]).await;
    assert_eq!(offset(&done), bytes.len());
    let epoch = field.phone.hello(&field.bench).await.epoch;
    let text = receipt_text(&epoch, field.phone.paired.series, &named.id, named.bytes);
    let receipt = done.headers[header::RECEIPT].to_str().unwrap();
    assert!(signature::holds(&field.phone.paired.server_key, text.as_bytes(), receipt));
    let again = create(&mut field, &named.id).await;
    assert_eq!(offset(&again), bytes.len(), "already there: nothing is left to send");

    let range = [("range", "bytes=299990-".to_owned())];
    let tail = send(&mut field.phone, &field.bench, "GET", &path, &range, Vec::new()).await;
    assert_eq!((tail.status, tail.body.as_slice()), (StatusCode::PARTIAL_CONTENT, &bytes[299_990..]));
    let whole = send(&mut field.phone, &field.bench, "GET", &path, &[], Vec::new()).await;
    assert_eq!(whole.body, bytes);
}

#[tokio::test]
async fn what_no_record_names_is_not_taken_and_what_is_not_what_was_named_begins_anew() {
    let mut field = Field::new().await;
    let stray = Hash::of(b"nobody named it");
    assert_eq!(create(&mut field, &stray).await.code(), ProblemCode::AttachmentUnknown);
    let bytes = photo(1000);
    let named = recorded(&mut field, &bytes).await;
    create(&mut field, &named.id).await;
    let other = photo(1000).into_iter().rev().collect::<Vec<_>>();
    assert_eq!(patch(&mut field, &named.id, 0, &other).await.code(), ProblemCode::AttachmentHashWrong);
    let path = path_of(&named.id).unwrap();
    let told = send(&mut field.phone, &field.bench, "HEAD", &path, &[], Vec::new()).await;
    assert_eq!(offset(&told), 0, "from the start");
    assert_eq!(offset(&patch(&mut field, &named.id, 0, &bytes).await), bytes.len());
    for (odd, code) in
        [("/sync/blob/xyz", ProblemCode::AttachmentUnknown), ("/sync/blob/", ProblemCode::NotFound)]
    {
        let extra = [(header::OFFSET, "0".to_owned()), ("content-type", header::PATCH_TYPE.to_owned())];
        let answer = send(&mut field.phone, &field.bench, "PATCH", odd, &extra, Vec::new()).await;
        assert_eq!(answer.code(), code, "{odd}");
    }
}

#[tokio::test]
async fn p10_a_photo_is_read_where_its_case_is_read_and_nowhere_else() {
    let mut field = Field::new().await;
    let bytes = photo(500);
    let named = recorded(&mut field, &bytes).await;
    create(&mut field, &named.id).await;
    patch(&mut field, &named.id, 0, &bytes).await;
    let path = path_of(&named.id).unwrap();
    let other = field.bench.add_user("zhuangan2", "试例乙", Role::Worker);
    let mut second = Phone::paired(&field.bench, &other, 9).await;
    let foreign = send(&mut second, &field.bench, "GET", &path, &[], Vec::new()).await;
    assert_eq!(foreign.code(), ProblemCode::NotFound, "as if there were none");
    let announced = [(header::METADATA, format!("hash {}", STANDARD.encode(&named.id.0)))];
    let claimed = send(&mut second, &field.bench, "POST", ROUTE, &announced, Vec::new()).await;
    assert_eq!(claimed.code(), ProblemCode::AttachmentUnknown, "who knows the hash knows nothing yet");

    let at = format!("/api/persons/{}/attachments/{}", field.case, named.id.digest().unwrap());
    let clerk = field.bench.login(&field.clerk).await;
    assert_eq!(field.bench.get(&at, Some(&clerk)).await.body, bytes);
    let officer = field.bench.add_user("shenji", "试例审", Role::Audit);
    let audit = field.bench.login(&officer).await;
    let reads = async || {
        let log = field.bench.get("/api/audit?act=see_blob", Some(&audit)).await.json::<AuditPage>();
        log.rows.into_iter().map(|row| (row.who, row.subject)).collect::<Vec<_>>()
    };
    let read = reads().await;
    let [(who, subject)] = read.as_slice() else { panic!("one reading, one entry: {read:?}") };
    assert_eq!(who, "例内勤");
    assert!(subject.contains(named.id.digest().unwrap()), "which photo: {subject}");
    assert!(subject.contains(&field.case.to_string()), "of whom: {subject}");
    let theirs = field.bench.login(&other).await;
    assert_eq!(field.bench.get(&at, Some(&theirs)).await.code(), ProblemCode::UnknownCase);
    let nowhere = at.replace(named.id.digest().unwrap(), &"0".repeat(64));
    assert_eq!(field.bench.get(&nowhere, Some(&clerk)).await.code(), ProblemCode::NotFound);

    let missing: Vec<server::view::MissingRow> =
        field.bench.get("/api/attachments/missing", Some(&clerk)).await.json();
    assert!(missing.is_empty());
    let second_photo = photo(600);
    recorded(&mut field, &second_photo).await;
    let missing: Vec<server::view::MissingRow> =
        field.bench.get("/api/attachments/missing", Some(&clerk)).await.json();
    assert_eq!((missing.len(), missing[0].missing), (1, 1));
    let theirs: Vec<server::view::MissingRow> =
        field.bench.get("/api/attachments/missing", Some(&theirs)).await.json();
    assert!(theirs.is_empty());
}

#[tokio::test]
async fn nothing_of_a_photo_lies_readable_on_the_disk_and_a_restart_goes_on_where_it_stood() {
    let mut field = Field::new().await;
    let bytes = [&[0xFF, 0xD8, 0xFF][..], "一句不该被人读到的话".repeat(100).as_bytes()].concat();
    let named = recorded(&mut field, &bytes).await;
    create(&mut field, &named.id).await;
    patch(&mut field, &named.id, 0, &bytes[..500]).await;
    field.bench.restart();
    field.phone.hello(&field.bench).await;
    assert_eq!(offset(&patch(&mut field, &named.id, 500, &bytes[500..]).await), bytes.len());
    let mut files = vec![field.bench.data().join("blobs")];
    let (mut seen, secret) = (0, "读到的话".as_bytes());
    while let Some(at) = files.pop() {
        if at.is_dir() {
            files.extend(std::fs::read_dir(at).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            seen += 1;
            let held = std::fs::read(&at).unwrap();
            assert!(!held.windows(secret.len()).any(|part| part == secret), "{}", at.display());
        }
    }
    assert_eq!(seen, 1);
}
