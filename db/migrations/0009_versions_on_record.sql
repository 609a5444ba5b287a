ALTER TABLE "document_versions" ADD COLUMN "front_matter" json;--> statement-breakpoint
ALTER TABLE "document_versions" ADD COLUMN "held_settings" jsonb;--> statement-breakpoint
ALTER TABLE "document_versions" ADD COLUMN "withdrawn_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "base_settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "ingest_jobs" ADD COLUMN "settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
-- Which of the present settings a rule, a source or an old upload gave nobody knows any more: all of them
-- stay, so that no classification is lowered by an upgrade.
UPDATE "documents" SET "base_settings" = jsonb_build_object('tags', to_jsonb("tags"), 'classification', "classification", 'acl', to_jsonb("acl"));
