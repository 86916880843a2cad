UPDATE event
SET id = ?3, stream = ?4, hash = ?5, bytes = ?6, received_at = ?7, mark = ?8
WHERE series = ?1 AND seq = ?2
