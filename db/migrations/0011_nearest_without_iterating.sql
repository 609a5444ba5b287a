-- An index that keeps as many in sight as are wanted finds them in one go. Being ready to go on, which only
-- filters and larger looks need, takes half as long again.
create or replace function nearest_texts(
  owner uuid, profile uuid, question vector, wanted integer, ef_search integer, indexed_share real
) returns table (hash bytea, distance float8, by_index boolean)
language plpgsql rows 50
set max_parallel_workers_per_gather = 0 as $$
declare
  segment record;
  typed text;
begin
  perform set_config('hnsw.ef_search', ef_search::text, true),
    set_config('hnsw.iterative_scan', case when wanted > ef_search then 'strict_order' else 'off' end, true);
  for segment in
    select s.number, s.dimensions, s.vector_type,
      s.state = 'indexed' and wanted <= s.row_count * indexed_share as is_indexed
    from embedding_segments s
    where s.workspace_id = owner and s.profile_id = profile
  loop
    typed := segment.vector_type || '(' || segment.dimensions || ')';
    if segment.is_indexed then
      return query execute format(
        'select text_hash, embedding::%1$s <=> $1::%1$s, true
         from embeddings_%2$s
         order by embedding::%1$s <=> $1::%1$s
         limit $2', typed, segment.number) using question, wanted;
    else
      return query execute format(
        'select text_hash, embedding <=> $1::%1$s as distance, false
         from embeddings_%2$s
         order by distance, text_hash
         limit $2', typed, segment.number) using question, wanted;
    end if;
  end loop;
end $$;
