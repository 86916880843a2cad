INSERT INTO event (series, seq, id, stream, hash, bytes)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
