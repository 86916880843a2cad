INSERT INTO audit (township, entry, at_ms, actor, act, subject, hash)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
