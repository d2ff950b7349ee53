"""Where tables of any size are reckoned with: DuckDB on this machine, or Spark on many."""
