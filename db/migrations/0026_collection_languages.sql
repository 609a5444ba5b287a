ALTER TABLE "chunks" DROP CONSTRAINT "chunks_identity";--> statement-breakpoint
ALTER TABLE "collections" ADD COLUMN "language" text DEFAULT 'en' NOT NULL;--> statement-breakpoint
ALTER TABLE "collections" ADD COLUMN "former_languages" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "chunks" ADD COLUMN "language" text DEFAULT 'en' NOT NULL;--> statement-breakpoint
ALTER TABLE "document_versions" ADD COLUMN "language" text DEFAULT 'en' NOT NULL;--> statement-breakpoint
ALTER TABLE "chunks" ADD CONSTRAINT "chunks_identity" UNIQUE("workspace_id","document_id","embedding_hash","occurrence","language");--> statement-breakpoint
ALTER TABLE "collections" ADD CONSTRAINT "collections_language" CHECK ("collections"."language" in ('en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'sv'));