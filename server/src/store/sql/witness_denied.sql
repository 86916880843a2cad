SELECT series, entry, at_ms, seen_ms FROM witness
WHERE township = ?1 AND denied = 1 ORDER BY seen_ms DESC, series, entry
