SELECT entry, at_ms, actor, act, subject, hash FROM audit
WHERE township = ?1 ORDER BY entry
