SELECT epoch, entry, hash, at_ms, signature, series FROM witness
WHERE township = ?1 ORDER BY series, entry
