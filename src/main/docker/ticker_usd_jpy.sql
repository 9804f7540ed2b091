-- The table of the example: what a recorder writes to, and what Tickgate streams.
create table if not exists ticker_usd_jpy (
  time timestamp primary key,
  bid double precision,
  ask double precision
);
