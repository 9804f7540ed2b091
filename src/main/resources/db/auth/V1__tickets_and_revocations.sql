create table tickgate.ticket (
  hash text primary key,
  principal jsonb not null,
  expires_at timestamptz not null);
comment on table tickgate.ticket is 'Tokens for URLs, each good once. Only the SHA-256 is kept.';
create index ticket_expires_at on tickgate.ticket (expires_at);

create table tickgate.revocation (
  kind text not null check (kind in ('subject', 'token_id', 'session')),
  value text not null,
  at timestamptz not null default clock_timestamp(),
  until timestamptz not null,
  primary key (kind, value));
comment on column tickgate.revocation.at is 'Of a subject: its tokens that were issued by then are nobody''s.';
comment on column tickgate.revocation.until is 'When no token lives any more that it is about.';
create index revocation_at on tickgate.revocation (at);
create index revocation_until on tickgate.revocation (until);
