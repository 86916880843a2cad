UPDATE event
SET received_at = coalesce(received_at, ?3), mark = coalesce(?5, mark)
WHERE series = ?1 AND seq = ?2 AND hash = ?4 AND (received_at IS NULL OR mark IS NOT coalesce(?5, mark))
