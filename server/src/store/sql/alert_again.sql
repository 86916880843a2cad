UPDATE alert SET last_ms = ?4, times = times + 1
WHERE township = ?1 AND series = ?2 AND kind = ?3
