alter table tickgate.feed add column timeline text not null default '';
comment on column tickgate.feed.timeline is 'Of the database, when the lease was taken: another one, and a replica was promoted that may lack what was written last.';

create function tickgate.timeline() returns text language plpgsql stable as $$
begin
  return left(pg_walfile_name(pg_current_wal_lsn()), 8);
exception when others then
  -- A server that does not tell: a failover goes unnoticed there.
  return '';
end $$;
