//! The office over real HTTP requests and a real encrypted store.
