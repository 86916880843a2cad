//! 版本与更新, 空间.

use std::sync::Arc;

use client::door::{Reply, Request};
use client::view::About;
use shared::attachment::{Media, Purpose};
use shared::problem::ProblemCode;
use shared::protocol::{AppVersions, version};

use crate::office::Office;
use crate::phone::Phone;

fn about(phone: &Phone) -> About {
    let Reply::About(about) = phone.ask(Request::About) else { panic!("not about") };
    about
}

#[test]
fn a_phone_says_what_it_is_and_what_the_office_asked_for_last() {
    let office = Arc::new(Office::new());
    let mut phone = Phone::paired(&office);
    let fresh = about(&phone);
    assert_eq!((fresh.protocol, fresh.versions), (version::CURRENT, None), "nothing was heard yet");
    assert!(fresh.schema > 0);
    phone.sync();
    let named = AppVersions { wanted: "0.2.0".to_owned(), required: String::new() };
    assert_eq!(about(&phone).versions, Some(named.clone()));
    phone.restart();
    assert_eq!(about(&phone).versions, Some(named), "and is known without signal");
    phone.ask(Request::Lock);
    assert_eq!(phone.refused(Request::About).code, ProblemCode::Locked);
}

#[test]
fn what_photos_take_is_told_apart_from_the_rest_and_none_is_received_before_it_was_sent() {
    let phone = Phone::in_service(&Arc::new(Office::new()), 1);
    let before = about(&phone).storage;
    assert_eq!((before.attachment_bytes, before.received_bytes), (0, 0));
    assert!(before.store_bytes > 0);
    // FF D8 FF E0 and what no one reads.
    let data = "/9j/4AAQSkZJRgABAQEAYABgAAD/2Q==".to_owned();
    let kept = phone.ask(Request::AddAttachment { media: Media::Jpeg, purpose: Purpose::Photo, data });
    let Reply::Attachment(photo) = kept else { panic!("not kept") };
    let after = about(&phone).storage;
    assert_eq!((after.attachment_bytes, after.received_bytes), (u64::from(photo.bytes), 0));
    assert_eq!(after.free_mib, None, "of a demo machine nothing is told");
}
