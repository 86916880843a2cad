SELECT named.seq, count(*), sum(held.received_epoch IS NOT NULL AND held.received_epoch = line.epoch)
FROM attachment_of AS named
JOIN attachment AS held ON held.hash = named.hash
JOIN line
GROUP BY named.seq
