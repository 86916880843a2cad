UPDATE unsealing SET state = ?3, settled_by = ?4, settled_ms = ?5, until_ms = ?6, words = ?7
WHERE township = ?1 AND opening_id = ?2 AND state = 'open'
