INSERT INTO log (township, number, stream, series_township, series, seq)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
