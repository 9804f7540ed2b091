alter table tickgate.feed
  add column leader text not null default '',
  add column system_id text not null default '';
comment on column tickgate.feed.leader is 'The owner for operators: node, host, process id, cluster. Stale where it does not begin with the owner.';
comment on column tickgate.feed.system_id is 'Of the database cluster, when the lease was taken: another one, and a dump was restored into a new cluster.';

create function tickgate.system_id() returns text language plpgsql stable as $$
begin
  return (select system_identifier::text from pg_control_system());
exception when others then
  -- A server that does not tell: a restored dump is noticed by terms and offsets alone.
  return '';
end $$;
