INSERT INTO weighed (series, seq)
SELECT series, seq
FROM event
WHERE stream = ?1
  AND NOT (series = ?2 AND seq IN (SELECT seq FROM quarantine))
ON CONFLICT DO NOTHING
