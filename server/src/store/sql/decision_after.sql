SELECT number, seq, hash, verdict FROM decision
WHERE township = ?1 AND series = ?2 AND number > ?3
ORDER BY number
