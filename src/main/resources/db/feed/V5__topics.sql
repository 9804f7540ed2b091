lock table tickgate.journal, tickgate.feed in access exclusive mode;

alter table tickgate.journal rename column "offset" to seq;
alter table tickgate.journal rename column key to row_key;
alter table tickgate.journal alter column row_key drop not null;
alter table tickgate.journal
  add column topic text collate "C",
  add column "offset" bigint,
  add column key text collate "C",
  add constraint journal_topic_offset check ((topic is null) = ("offset" is null)) not valid,
  add constraint journal_some_key check (coalesce(key, row_key::text) is not null) not valid;
alter table tickgate.journal drop constraint journal_feed_key_key;
-- What differs between entries comes first: the comparisons of an append are a good part of its time.
create unique index journal_key on tickgate.journal
  ((coalesce(key, row_key::text) collate "C"), feed);
create unique index journal_topic on tickgate.journal (topic, "offset", feed)
  where topic is not null;
comment on table tickgate.journal is 'What was published, by the feed''s sequence, without holes; the oldest are trimmed by age.';
comment on column tickgate.journal.topic is 'Null: the feed''s own.';
comment on column tickgate.journal."offset" is 'In its topic, without holes. Null in the feed''s own topic: the seq.';
comment on column tickgate.journal.key is 'What must not be published twice. Null: the decimal text of row_key.';
comment on column tickgate.journal.row_key is 'Of a table''s row: microseconds since 1970, or its id.';

create table tickgate.topic (
  feed text not null,
  topic text collate "C" not null,
  epoch bigint not null,
  head bigint not null,
  touched timestamptz not null default clock_timestamp(),
  primary key (feed, topic)
) with (fillfactor = 50);
comment on table tickgate.topic is 'To where each topic of a feed was published; a feed''s own topic is in its row of tickgate.feed.';
comment on column tickgate.topic.epoch is 'Its own; the feed''s counts where that is greater.';
comment on column tickgate.topic.head is 'The newest offset.';

alter table tickgate.feed add column topic_epoch bigint not null default 0;
comment on column tickgate.feed.topic_epoch is 'Of topics without a row; raised when topics are forgotten, so that no position comes twice.';
comment on column tickgate.feed.topic is 'The feed''s own, of all its entries; empty where each entry has one.';
comment on column tickgate.feed.head is 'The newest seq of the journal.';
comment on column tickgate.feed.source is 'Version of the journal, topics, table and key column: when they change, a new epoch begins.';
-- Versions before this one lose their leases, find another source, and can write neither a row of
-- their own nor theirs over this one.
update tickgate.feed
set owner = '', leader = '', term = term + 1, lease_until = '-infinity', source = '5 ' || source;
alter table tickgate.feed add constraint feed_version check (starts_with(source, '5 '))
