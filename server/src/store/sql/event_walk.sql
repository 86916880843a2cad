SELECT series, seq, event_id, stream, author, hash, sealed FROM event
WHERE township = ?1 ORDER BY series, seq
