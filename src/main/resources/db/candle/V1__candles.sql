create table tickgate.candle (
  topic text collate "C" not null,
  period integer not null,
  time timestamptz not null,
  ticks bigint not null,
  open_at timestamptz not null,
  open_offset bigint not null,
  close_at timestamptz not null,
  close_offset bigint not null,
  bid_open numeric not null,
  bid_high numeric not null,
  bid_low numeric not null,
  bid_close numeric not null,
  ask_open numeric not null,
  ask_high numeric not null,
  ask_low numeric not null,
  ask_close numeric not null,
  mid_open numeric not null,
  mid_high numeric not null,
  mid_low numeric not null,
  mid_close numeric not null,
  primary key (topic, period, time)
) with (fillfactor = 70);
create index candle_age on tickgate.candle (period, time);
comment on table tickgate.candle is 'The prices of the ticks of a topic in buckets of time; a bucket without ticks has no row.';
comment on column tickgate.candle.topic is 'Of the ticks.';
comment on column tickgate.candle.period is 'The interval in seconds; 86400 are days of trading.';
comment on column tickgate.candle.time is 'The beginning of the bucket.';
comment on column tickgate.candle.open_at is 'The timestamp of the earliest tick; of equal ones the lowest offset decides.';
comment on column tickgate.candle.close_at is 'The timestamp of the latest tick; of equal ones the highest offset decides.';

create table tickgate.candle_position (
  feed text primary key,
  source text not null,
  epoch bigint not null,
  seq bigint not null,
  newest timestamptz,
  floor timestamptz
) with (fillfactor = 50);
comment on table tickgate.candle_position is 'The place in the journal of each feed up to which the candles have its ticks; written in one transaction with them.';
comment on column tickgate.candle_position.source is 'The definition of the feed whose journal it is.';
comment on column tickgate.candle_position.newest is 'The timestamp of the latest tick.';
comment on column tickgate.candle_position.floor is 'Ticks up to this timestamp were counted from a journal that was deleted, and are not counted again.'
