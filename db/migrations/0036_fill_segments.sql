-- A statement that routes rows through the parent table may have read its partitions before the one was attached
-- whose segment it then finds open, and fails. The segment's own table is opened by name after its row was read.
create function fill_embedding_segment(owner uuid, profile uuid, hashes bytea[], vectors vector[]) returns integer
language plpgsql as $$
declare
  segment integer;
  added integer;
begin
  select s.number into segment
  from embedding_segments s
  where s.workspace_id = owner and s.profile_id = profile and s.state = 'open'
  for share;
  if segment is null then
    return null;
  end if;
  execute format(
    'insert into embeddings_%1$s (segment_number, workspace_id, text_hash, embedding)
     select %1$s, $1, new.hash, new.vector
     from unnest($2, $3) as new (hash, vector)
     on conflict do nothing', segment) using owner, hashes, vectors;
  get diagnostics added = row_count;
  return added;
end $$;
