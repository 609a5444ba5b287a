CREATE TABLE "review_decisions" (
	"workspace_id" uuid NOT NULL,
	"review_id" uuid NOT NULL,
	"canonical" "bytea" NOT NULL,
	"sha256" "bytea" NOT NULL,
	CONSTRAINT "review_decisions_workspace_id_review_id_pk" PRIMARY KEY("workspace_id","review_id")
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"trace_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"claimed_by" uuid,
	"claimed_by_name" text,
	"claimed_until" timestamp (3) with time zone,
	"decision" text,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "reviews_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "reviews_trace" UNIQUE("workspace_id","trace_id"),
	CONSTRAINT "reviews_decision" CHECK ("reviews"."decision" in ('approve', 'correct', 'reject')),
	CONSTRAINT "reviews_decided" CHECK (("reviews"."decision" is null) = ("reviews"."decided_at" is null))
);
--> statement-breakpoint
ALTER TABLE "review_decisions" ADD CONSTRAINT "review_decisions_workspace_id_review_id_reviews_workspace_id_id_fk" FOREIGN KEY ("workspace_id","review_id") REFERENCES "public"."reviews"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_workspace_id_trace_id_traces_workspace_id_id_fk" FOREIGN KEY ("workspace_id","trace_id") REFERENCES "public"."traces"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reviews_undecided" ON "reviews" USING btree ("workspace_id","due_at","id") WHERE decided_at is null;