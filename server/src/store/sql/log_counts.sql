SELECT placement.case_id, count(log.number)
FROM placement
JOIN log ON log.township = placement.township AND log.stream = 'case/' || placement.case_id
WHERE placement.township = ?1 AND placement.until_ms = 0
  AND (?2 = 'township' OR (?2 = 'assigned' AND EXISTS (
    SELECT 1 FROM assignment
    WHERE assignment.township = ?1 AND assignment.case_id = placement.case_id
      AND assignment.user_id = ?3 AND assignment.until_ms = 0)))
GROUP BY placement.case_id
ORDER BY placement.case_id
