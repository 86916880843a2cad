INSERT INTO event (township, series, seq, event_id, stream, author, hash, received_ms, sealed)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
