SELECT bytes
FROM event
WHERE stream = ?1
  AND NOT (series = ?2 AND seq IN (SELECT seq FROM quarantine))
ORDER BY series, seq
