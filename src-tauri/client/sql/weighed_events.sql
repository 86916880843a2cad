SELECT bytes
FROM event
WHERE stream = ?1
  AND EXISTS (SELECT 1 FROM weighed WHERE weighed.series = event.series AND weighed.seq = event.seq)
ORDER BY series, seq
