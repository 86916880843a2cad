SELECT township, opening_id, case_id, user_township, user_id, reason_sealed, opened_ms, until_ms, reviewed_ms,
       reviewed_by, verdict, note_sealed
FROM opening
