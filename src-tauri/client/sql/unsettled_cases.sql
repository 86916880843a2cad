-- Cases in which what counts now differs from what was weighed: a fact counts unless it is an own one that was set aside.
SELECT DISTINCT stream
FROM event
WHERE stream LIKE 'case:%'
  AND (series = ?1 AND seq IN (SELECT seq FROM quarantine))
    = EXISTS (SELECT 1 FROM weighed WHERE weighed.series = event.series AND weighed.seq = event.seq)
