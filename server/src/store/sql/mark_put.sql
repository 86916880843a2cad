INSERT INTO event_mark (township, series, seq, mark) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (township, series, seq) DO UPDATE SET mark = excluded.mark
