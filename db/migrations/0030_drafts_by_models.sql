ALTER TABLE "gold_drafts" DROP CONSTRAINT "gold_drafts_template";--> statement-breakpoint
ALTER TABLE "gold_drafts" ADD COLUMN "model" text;--> statement-breakpoint
ALTER TABLE "gold_drafts" ADD COLUMN "trace_id" uuid;--> statement-breakpoint
ALTER TABLE "gold_drafts" ADD CONSTRAINT "gold_drafts_writer" CHECK (("gold_drafts"."template" = 'model') = ("gold_drafts"."model" is not null) and ("gold_drafts"."model" is null) = ("gold_drafts"."trace_id" is null));--> statement-breakpoint
ALTER TABLE "gold_drafts" ADD CONSTRAINT "gold_drafts_template" CHECK ("gold_drafts"."template" in ('question_heading', 'labelled_value', 'table_cell', 'definition', 'value_in_sentence', 'model'));