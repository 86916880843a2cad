SELECT problem FROM quarantine
WHERE township = ?1 AND series = ?2 AND seq = ?3 AND hash = ?4 AND NOT EXISTS (
  SELECT 1 FROM decision
  WHERE decision.township = ?1 AND decision.series = ?2 AND decision.seq = ?3 AND decision.hash = ?4
    AND decision.verdict = 'accepted')
