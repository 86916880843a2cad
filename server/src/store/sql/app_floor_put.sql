INSERT INTO app_floor (township, wanted, required) VALUES (?1, ?2, ?3)
ON CONFLICT (township) DO UPDATE SET wanted = excluded.wanted, required = excluded.required
