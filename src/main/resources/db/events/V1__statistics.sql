create table tickgate.event_node (
  node text primary key,
  connections bigint not null,
  seen timestamptz not null
);
comment on table tickgate.event_node is 'Gateways that have reported, and how many clients of events they had then.';

create table tickgate.event_connects (
  node text not null,
  day date not null,
  opened bigint not null,
  resumed bigint not null,
  primary key (node, day)
);
comment on table tickgate.event_connects is 'Connections that a gateway process accepted in a day (UTC), and those of them that named a position.';

create table tickgate.event_delivery (
  node text not null,
  day date not null,
  type text collate "C" not null,
  delivered bigint not null,
  measured bigint not null,
  latency_ms bigint not null,
  primary key (node, day, type)
);
comment on table tickgate.event_delivery is 'Events of a type that a gateway process wrote to its clients in a day (UTC).';
comment on column tickgate.event_delivery.measured is 'Those that are in latency_ms; events that clients had missed are not.';

create table tickgate.event_published (
  day date not null,
  type text collate "C" not null,
  published bigint not null,
  primary key (day, type)
);
comment on table tickgate.event_published is 'Events of a type in the journal, by the day (UTC) of their entry.';

create table tickgate.event_rollup (
  feed text primary key,
  seq bigint not null
);
comment on column tickgate.event_rollup.seq is 'The newest entry of the journal that is in tickgate.event_published.';
insert into tickgate.event_rollup (feed, seq) values ('events', 0)
