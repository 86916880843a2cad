INSERT INTO opening (township, opening_id, case_id, user_township, user_id, reason_sealed, opened_ms, until_ms,
                     reviewed_ms, reviewed_by, verdict, note_sealed)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, '', '', ?9)
