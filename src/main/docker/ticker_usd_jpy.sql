-- The table of the example: what a recorder writes to, and what Tickgate streams.
create table if not exists ticker_usd_jpy (
  time timestamptz primary key,
  bid numeric not null,
  ask numeric not null
);
