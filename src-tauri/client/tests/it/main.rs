//! The phone from outside: its door, real encrypted files, and an office that answers as the protocol says.

mod damage;
mod exchange;
mod office;
mod pairing;
mod phone;
mod pin;
mod recording;
mod screens;
