-- One live segment for each workspace, out of the rows that were its postings.
insert into lexical_segments (workspace_id, id, chunk_count, total_length, posting_count)
select s.workspace_id, gen_random_uuid(), s.chunk_count, s.total_length,
  (select count(*) from postings p where p.workspace_id = s.workspace_id)
from lexical_statistics s
where s.chunk_count > 0;
--> statement-breakpoint
insert into posting_lists (workspace_id, term, segment_id, posting_count, postings)
select p.workspace_id, p.term, s.id, count(*),
  string_agg(int4send(p.chunk_number::int) || int2send(p.frequency) || substring(int4send(least(p.length, 65535)) from 3),
    ''::bytea order by p.chunk_number)
from postings p
join lexical_segments s on s.workspace_id = p.workspace_id
group by p.workspace_id, p.term, s.id;
--> statement-breakpoint
-- The list of the empty term, which stands in every chunk.
insert into posting_lists (workspace_id, term, segment_id, posting_count, postings)
select p.workspace_id, '', s.id, count(*),
  string_agg(int4send(p.chunk_number::int) || int2send(1::smallint) || substring(int4send(least(p.length, 65535)) from 3),
    ''::bytea order by p.chunk_number)
from (select distinct workspace_id, chunk_number, length from postings) p
join lexical_segments s on s.workspace_id = p.workspace_id
group by p.workspace_id, s.id;
--> statement-breakpoint
update chunks c
set term_count = coalesce(
  (select max(p.length) from postings p where p.workspace_id = c.workspace_id and p.chunk_number = c.number),
  c.token_count);
--> statement-breakpoint
alter table chunks alter column term_count drop default;
--> statement-breakpoint
update ingest_runs set announced_at = now();
--> statement-breakpoint
DROP TABLE "lexical_statistics" CASCADE;--> statement-breakpoint
DROP TABLE "lexical_terms" CASCADE;--> statement-breakpoint
DROP TABLE "postings" CASCADE;--> statement-breakpoint
ALTER TABLE "chunks" DROP COLUMN "profile_id";