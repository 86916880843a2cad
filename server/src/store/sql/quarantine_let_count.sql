SELECT 1 FROM event
JOIN quarantine USING (township, series, seq, hash)
JOIN decision USING (township, series, seq, hash)
WHERE township = ?1 AND series = ?2 AND seq = ?3 AND quarantine.problem = ?4 AND decision.verdict = 'accepted'
