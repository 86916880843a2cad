SELECT quarantine.seq, quarantine.hash, quarantine.problem
FROM quarantine
WHERE township = ?1 AND series = ?2 AND seq > ?3 AND fork_sealed = x'' AND NOT EXISTS (
  SELECT 1 FROM decision
  WHERE decision.township = ?1 AND decision.series = ?2 AND decision.seq = quarantine.seq
    AND decision.hash = quarantine.hash)
ORDER BY seq
