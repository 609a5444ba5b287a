CREATE TABLE "gold_drafts" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"gold_set" text NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"template" text NOT NULL,
	"item_id" text NOT NULL,
	"classification" text NOT NULL,
	"sources" text[] NOT NULL,
	"item" jsonb NOT NULL,
	"document_id" uuid NOT NULL,
	"document_version" integer NOT NULL,
	"quote" text NOT NULL,
	"char_start" integer NOT NULL,
	"char_end" integer NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "gold_drafts_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "gold_drafts_item" UNIQUE("workspace_id","gold_set","item_id"),
	CONSTRAINT "gold_drafts_status" CHECK ("gold_drafts"."status" in ('draft', 'approved', 'dismissed')),
	CONSTRAINT "gold_drafts_template" CHECK ("gold_drafts"."template" in ('question_heading', 'labelled_value', 'table_cell', 'definition', 'value_in_sentence')),
	CONSTRAINT "gold_drafts_classification" CHECK ("gold_drafts"."classification" in ('public', 'internal', 'confidential', 'restricted')),
	CONSTRAINT "gold_drafts_decided" CHECK (("gold_drafts"."status" = 'draft') = ("gold_drafts"."decided_at" is null))
);
--> statement-breakpoint
ALTER TABLE "gold_drafts" ADD CONSTRAINT "gold_drafts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;