create table tickgate.feed (
  name text primary key,
  topic text not null,
  source text not null,
  epoch bigint not null,
  owner text not null default '',
  term bigint not null default 0,
  lease_until timestamptz not null default '-infinity',
  head bigint not null default 0,
  snapshot bigint,
  scan_from bigint
);
comment on table tickgate.feed is 'Who leads a feed, and to where it has published; all times are this clock''s.';
comment on column tickgate.feed.source is 'Topic, table and key column: when they change, a new epoch begins.';
comment on column tickgate.feed.head is 'The newest offset of the journal.';
comment on column tickgate.feed.snapshot is 'xmin (64 bits) of the snapshot all rows visible to which were published; null before the first.';
comment on column tickgate.feed.scan_from is 'The key at which the look-back window begins.';

create table tickgate.journal (
  feed text not null,
  "offset" bigint not null,
  key bigint not null,
  body text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (feed, "offset"),
  unique (feed, key)
);
comment on table tickgate.journal is 'What was published, by offset, without holes; the oldest are trimmed by age.';
comment on column tickgate.journal.key is 'Of the row: microseconds since 1970, or its id.';
comment on column tickgate.journal.body is 'The JSON object without its position.'
