SELECT DISTINCT log.stream FROM log
WHERE log.township = ?1 AND log.stream LIKE 'case/%' AND NOT EXISTS (
  SELECT 1 FROM placement
  WHERE placement.township IN (SELECT township FROM township)
    AND 'case/' || placement.case_id = log.stream)
ORDER BY log.stream
