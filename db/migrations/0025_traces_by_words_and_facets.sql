CREATE TABLE "saved_views" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"api_key_id" uuid NOT NULL,
	"name" text NOT NULL,
	"filters" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "saved_views_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "saved_views_name" UNIQUE("workspace_id","api_key_id","name")
);
--> statement-breakpoint
CREATE TABLE "trace_words" (
	"workspace_id" uuid NOT NULL,
	"trace_id" uuid NOT NULL,
	"words" "tsvector" NOT NULL,
	CONSTRAINT "trace_words_workspace_id_trace_id_pk" PRIMARY KEY("workspace_id","trace_id")
);
--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "requested_model" text;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_workspace_id_api_key_id_api_keys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","api_key_id") REFERENCES "public"."api_keys"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trace_words" ADD CONSTRAINT "trace_words_workspace_id_trace_id_traces_workspace_id_id_fk" FOREIGN KEY ("workspace_id","trace_id") REFERENCES "public"."traces"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "trace_words_words" ON "trace_words" USING gin ("words");--> statement-breakpoint
CREATE INDEX "traces_app" ON "traces" USING btree ("workspace_id",coalesce(app, api_key_name),"id");--> statement-breakpoint
CREATE INDEX "traces_model" ON "traces" USING btree ("workspace_id","model","id");--> statement-breakpoint
CREATE INDEX "traces_status" ON "traces" USING btree ("workspace_id","status","id") WHERE status <> 'answered';--> statement-breakpoint
CREATE INDEX "traces_verdict" ON "traces" USING btree ("workspace_id","verdict","id") WHERE verdict <> 'verified';--> statement-breakpoint
CREATE INDEX "traces_kind" ON "traces" USING btree ("workspace_id","kind","id") WHERE kind <> 'answer';
--> statement-breakpoint
-- A record that is no JSON any more was tampered with: it keeps nobody from starting, and is found by its question.
CREATE FUNCTION pg_temp.answer_text(canonical bytea) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN convert_from(canonical, 'UTF8')::jsonb #>> '{answer,text}';
EXCEPTION WHEN others THEN
	RETURN NULL;
END $$;--> statement-breakpoint
INSERT INTO "trace_words" ("workspace_id", "trace_id", "words")
SELECT t."workspace_id", t."id", to_tsvector('simple', left(t."question" || E'\n' || coalesce(pg_temp.answer_text(r."canonical"), ''), 100000))
FROM "traces" t
LEFT JOIN "trace_records" r ON r."workspace_id" = t."workspace_id" AND r."trace_id" = t."id" AND r."state" = t."state";--> statement-breakpoint
ANALYZE "trace_words";
