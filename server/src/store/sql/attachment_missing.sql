WHERE township = ?1 AND stream LIKE 'case/%' AND NOT EXISTS (
  SELECT 1 FROM blob
  WHERE blob.township = attachment.township AND blob.stream = attachment.stream
    AND blob.hash = attachment.hash AND blob.whole_ms <> 0)
ORDER BY series, seq, hash
