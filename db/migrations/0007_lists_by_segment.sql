DROP INDEX "posting_lists_segment";--> statement-breakpoint
ALTER TABLE "posting_lists" DROP CONSTRAINT "posting_lists_workspace_id_term_segment_id_pk";--> statement-breakpoint
ALTER TABLE "posting_lists" ADD CONSTRAINT "posting_lists_segment_id_term_pk" PRIMARY KEY("segment_id","term");