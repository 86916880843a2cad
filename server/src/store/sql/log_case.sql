SELECT log.number, log.stream, log.series_township, log.series, log.seq, event.received_ms, event.sealed,
       event.hash, coalesce(event_mark.mark, '')
FROM log
JOIN event ON event.township = log.series_township AND event.series = log.series AND event.seq = log.seq
LEFT JOIN event_mark ON event_mark.township = log.series_township AND event_mark.series = log.series
  AND event_mark.seq = log.seq
WHERE log.township = ?1 AND log.stream = ?2
ORDER BY log.number
