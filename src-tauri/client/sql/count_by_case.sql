SELECT stream, count(*)
FROM event
WHERE stream LIKE 'case:%'
  AND NOT (series = ?1 AND (seq > (SELECT covered FROM line) OR seq IN (SELECT seq FROM quarantine)))
GROUP BY stream
