create table tickgate.room_member (
  room text not null,
  user_id text not null,
  role text not null check (role in ('player', 'observer', 'host')),
  primary key (room, user_id)
);
comment on table tickgate.room_member is 'Who may join a room; written by applications, read with rooms.permissions: table.';

create table tickgate.room_exclusion (
  room text not null,
  user_id text not null,
  kicks bigint not null default 0,
  banned boolean not null default false,
  primary key (room, user_id)
);
comment on column tickgate.room_exclusion.kicks is 'Grows with each time that a host removes the user.';

create table tickgate.room_presence (
  room text not null,
  user_id text not null,
  stay uuid not null,
  announced boolean not null default false,
  leaving boolean not null default false,
  primary key (room, user_id)
);
comment on table tickgate.room_presence is 'Who is in a room, as its members were told; written by the leader of the feed presence.';
comment on column tickgate.room_presence.stay is 'A part of the keys of player_joined and player_left, which are published once.';

create table tickgate.user_position (
  user_id text not null,
  device text not null,
  epoch bigint not null,
  "offset" bigint not null,
  acknowledged timestamptz not null default clock_timestamp(),
  primary key (user_id, device)
);
comment on table tickgate.user_position is 'Up to where users have acknowledged the events of their topic.';
comment on column tickgate.user_position.device is 'Empty with rooms.offline.per: user.';
