ALTER TABLE "traces" DROP CONSTRAINT "traces_kind";--> statement-breakpoint
ALTER TABLE "traces" ADD CONSTRAINT "traces_kind" CHECK ("traces"."kind" in ('answer', 'retrieval', 'verification'));