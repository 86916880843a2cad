-- What was weighed and counts no more, or left the phone with its case.
DELETE FROM weighed
WHERE NOT EXISTS (SELECT 1 FROM event WHERE event.series = weighed.series AND event.seq = weighed.seq)
   OR (series = ?1 AND seq IN (SELECT seq FROM quarantine))
