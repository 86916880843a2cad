SELECT series, seq, problem, received_ms, hash, event_id,
  coalesce((SELECT decision.verdict FROM decision
    WHERE decision.township = quarantine.township AND decision.series = quarantine.series
      AND decision.seq = quarantine.seq AND decision.hash = quarantine.hash
    ORDER BY decision.number DESC LIMIT 1), ''),
  township, case_id
FROM quarantine
WHERE township = ?1 OR (township IN (SELECT township FROM township) AND case_id IN (
  SELECT placement.case_id FROM placement WHERE placement.township = ?1 AND placement.until_ms = 0))
ORDER BY received_ms DESC, series, seq
