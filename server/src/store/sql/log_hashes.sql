SELECT event.hash
FROM log
JOIN event ON event.township = log.series_township AND event.series = log.series AND event.seq = log.seq
WHERE log.township = ?1 AND log.stream = ?2
