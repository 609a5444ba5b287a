-- BM25 reads a term's postings in one index-only scan.
create unique index postings_by_term on postings (workspace_id, term, chunk_number) include (frequency, length);
--> statement-breakpoint
-- Publishing a version removes the postings of the chunks that it retires.
create index postings_by_chunk on postings (workspace_id, chunk_number);
