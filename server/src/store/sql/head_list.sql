SELECT head.series, head.seq, head.signature, event.hash FROM head
LEFT JOIN event ON event.township = head.township AND event.series = head.series AND event.seq = head.seq
WHERE head.township = ?1 ORDER BY head.series, head.seq
