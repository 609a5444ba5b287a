ALTER TABLE "traces" DROP CONSTRAINT "traces_kind";--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "claim_count" integer;--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "unsupported_claim_count" integer;--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "escalation_count" integer;--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "largest_model_cost_usd" double precision;--> statement-breakpoint
ALTER TABLE "traces" ADD COLUMN "workflow" text;--> statement-breakpoint
ALTER TABLE "traces" ADD CONSTRAINT "traces_kind" CHECK ("traces"."kind" in ('answer', 'retrieval', 'verification', 'classification', 'extraction', 'summary', 'workflow_step', 'replay', 'evaluation'));