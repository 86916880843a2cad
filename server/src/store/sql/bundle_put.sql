INSERT INTO bundle (township, case_id, etag, head, sealed) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (township, case_id) DO UPDATE SET etag = excluded.etag, head = excluded.head, sealed = excluded.sealed
