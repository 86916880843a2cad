UPDATE opening SET reviewed_ms = ?3, reviewed_by = ?4, verdict = ?5, note_sealed = ?6
WHERE township = ?1 AND opening_id = ?2 AND reviewed_ms = 0
