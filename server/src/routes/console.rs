//! The JSON interface of the console: a file an endpoint.

pub mod agreement;
pub mod as_of;
pub mod attachment;
pub mod audit_alerts;
pub mod calendar;
pub mod capsule;
pub mod confirm_device;
pub mod devices;
pub mod explain;
pub mod login;
pub mod logout;
pub mod me;
pub mod missing;
pub mod office_facts;
pub mod open_case;
pub mod pairing_code;
pub mod person;
pub mod persons;
pub mod qualification;
pub mod readings;
pub mod report_in;
pub mod revoke;
pub mod staff;
pub mod what_if;
pub mod workbench;
pub mod workers;
