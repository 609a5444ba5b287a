CREATE TABLE "answer_feedback" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"trace_id" uuid NOT NULL,
	"api_key_id" uuid NOT NULL,
	"rating" text NOT NULL,
	"comment" text,
	"expected" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "answer_feedback_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "answer_feedback_rating" CHECK ("answer_feedback"."rating" in ('up', 'down'))
);
--> statement-breakpoint
ALTER TABLE "traces" DROP CONSTRAINT "traces_kind";--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "replay_of" uuid;--> statement-breakpoint
ALTER TABLE "answer_feedback" ADD CONSTRAINT "answer_feedback_workspace_id_trace_id_traces_workspace_id_id_fk" FOREIGN KEY ("workspace_id","trace_id") REFERENCES "public"."traces"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_feedback" ADD CONSTRAINT "answer_feedback_workspace_id_api_key_id_api_keys_workspace_id_id_fk" FOREIGN KEY ("workspace_id","api_key_id") REFERENCES "public"."api_keys"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "answer_feedback_trace" ON "answer_feedback" USING btree ("workspace_id","trace_id");--> statement-breakpoint
CREATE INDEX "traces_replay_of" ON "traces" USING btree ("workspace_id","replay_of") WHERE replay_of is not null;--> statement-breakpoint
ALTER TABLE "traces" ADD CONSTRAINT "traces_kind" CHECK ("traces"."kind" in ('answer', 'retrieval', 'verification', 'classification', 'extraction', 'summary', 'workflow_step', 'replay'));