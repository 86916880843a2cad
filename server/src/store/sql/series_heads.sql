SELECT event.series, max(event.seq), coalesce(
  (SELECT min(attachment.seq) - 1 FROM attachment
   WHERE attachment.township = event.township AND attachment.series = event.series AND NOT EXISTS (
     SELECT 1 FROM blob
     WHERE blob.township = attachment.township AND blob.stream = attachment.stream
       AND blob.hash = attachment.hash AND blob.whole_ms <> 0)),
  max(event.seq))
FROM event
WHERE event.township = ?1
GROUP BY event.township, event.series
ORDER BY event.series
