SELECT epoch, entry, hash, at_ms, signature FROM audit_head
WHERE township = ?1 ORDER BY entry
