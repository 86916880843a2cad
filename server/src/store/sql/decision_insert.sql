INSERT INTO decision (township, series, number, seq, hash, verdict, reason, decided_by, at_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
