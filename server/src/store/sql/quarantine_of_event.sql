SELECT seq, hash, problem FROM quarantine
WHERE township = ?1 AND series = ?2 AND event_id = ?3 AND fork_sealed = x'' AND NOT EXISTS (
  SELECT 1 FROM decision
  WHERE decision.township = ?1 AND decision.series = ?2 AND decision.seq = quarantine.seq
    AND decision.hash = quarantine.hash AND decision.verdict = 'accepted')
ORDER BY seq LIMIT 1
