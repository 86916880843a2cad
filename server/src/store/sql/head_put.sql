INSERT INTO head (township, series, seq, signature) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (township, series, seq) DO NOTHING
