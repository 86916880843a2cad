INSERT INTO series_gap (township, series, first_seq, last_seq, chain, receipt, told_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (township, series, first_seq) DO NOTHING
