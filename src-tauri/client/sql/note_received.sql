UPDATE event
SET received_at = ?3
WHERE series = ?1 AND seq = ?2 AND hash = ?4 AND received_at IS NULL
