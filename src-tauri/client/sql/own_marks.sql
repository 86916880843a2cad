SELECT event.id, event.seq, quarantine.problem
FROM event
LEFT JOIN quarantine ON quarantine.seq = event.seq
WHERE event.series = ?1 AND event.stream = ?2
