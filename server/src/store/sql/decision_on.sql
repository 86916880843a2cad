SELECT verdict FROM decision
WHERE township = ?1 AND series = ?2 AND seq = ?3 AND hash = ?4
ORDER BY number DESC LIMIT 1
