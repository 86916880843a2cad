//! The office over real HTTP requests and a real encrypted store.

mod access;
mod audit;
mod bench;
mod login;
mod pairing;
mod phone;
mod push;
mod rest;
mod sample;
mod scope;
mod serve;
