//! What happens to people, from the phone to the office and back.

mod attachments;
mod bad_input;
mod cards;
mod contradiction;
mod copies;
mod draws;
mod forms;
mod lost_phone;
mod lost_reply;
mod morning;
mod newer_kind;
mod office_code;
mod offline;
mod outside;
mod pains;
mod papers;
mod review;
mod rules;
mod scope_lost;
mod story;
mod tls;
mod transfer;
mod two_firsts;
mod two_phones;
mod whole_sync;
mod wrong_clock;
