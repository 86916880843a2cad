INSERT INTO device_clock (township, series, seen_ms, offset_s) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (township, series, seen_ms) DO UPDATE SET offset_s = excluded.offset_s
