SELECT series, first_seq, last_seq, chain, receipt FROM series_gap WHERE township = ?1 ORDER BY series, first_seq
