SELECT log.number, log.stream, log.series_township, log.series, log.seq, event.received_ms, event.sealed,
       event.hash, coalesce(event_mark.mark, '')
FROM log
JOIN event ON event.township = log.series_township AND event.series = log.series AND event.seq = log.seq
LEFT JOIN event_mark ON event_mark.township = log.series_township AND event_mark.series = log.series
  AND event_mark.seq = log.seq
WHERE log.township = ?1 AND log.number > ?2
  AND (?3 = 'everything' OR log.stream LIKE 'office/%' OR log.stream IN (
    SELECT 'case/' || placement.case_id FROM placement
    WHERE placement.township = ?1 AND placement.until_ms = 0
      AND (?3 = 'township' OR (?3 = 'assigned' AND EXISTS (
        SELECT 1 FROM assignment
        WHERE assignment.township = ?1 AND assignment.case_id = placement.case_id
          AND assignment.user_id = ?4 AND assignment.until_ms = 0)))))
ORDER BY log.number
