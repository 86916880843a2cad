INSERT INTO alert (township, series, kind, first_ms, last_ms, times) VALUES (?1, ?2, ?3, ?4, ?4, 1)
