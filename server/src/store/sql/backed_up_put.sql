INSERT INTO backed_up (township, series, up_to_seq, at_ms) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (township, series) DO UPDATE SET up_to_seq = excluded.up_to_seq, at_ms = excluded.at_ms
WHERE excluded.up_to_seq >= backed_up.up_to_seq
