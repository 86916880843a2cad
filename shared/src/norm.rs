//! Every number of the norm, with its clause id beside it. No other file holds one.
