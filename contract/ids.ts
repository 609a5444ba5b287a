import { z } from 'zod';

/** Every id is a UUIDv7 made by us; brands keep one kind from standing in for another. */
const uuid = () => z.uuid();

export const WorkspaceId = uuid().brand<'WorkspaceId'>();
export type WorkspaceId = z.infer<typeof WorkspaceId>;

export const ApiKeyId = uuid().brand<'ApiKeyId'>();
export type ApiKeyId = z.infer<typeof ApiKeyId>;

export const CollectionId = uuid().brand<'CollectionId'>();
export type CollectionId = z.infer<typeof CollectionId>;

export const DocumentId = uuid().brand<'DocumentId'>();
export type DocumentId = z.infer<typeof DocumentId>;

export const ChunkId = uuid().brand<'ChunkId'>();
export type ChunkId = z.infer<typeof ChunkId>;

export const IngestRunId = uuid().brand<'IngestRunId'>();
export type IngestRunId = z.infer<typeof IngestRunId>;

export const IngestJobId = uuid().brand<'IngestJobId'>();
export type IngestJobId = z.infer<typeof IngestJobId>;

export const EmbeddingProfileId = uuid().brand<'EmbeddingProfileId'>();
export type EmbeddingProfileId = z.infer<typeof EmbeddingProfileId>;

export const SavedViewId = uuid().brand<'SavedViewId'>();
export type SavedViewId = z.infer<typeof SavedViewId>;

export const SourceId = uuid().brand<'SourceId'>();
export type SourceId = z.infer<typeof SourceId>;

export const VerificationRunId = uuid().brand<'VerificationRunId'>();
export type VerificationRunId = z.infer<typeof VerificationRunId>;

export const ReviewId = uuid().brand<'ReviewId'>();
export type ReviewId = z.infer<typeof ReviewId>;

export const TraceId = uuid().brand<'TraceId'>();
export type TraceId = z.infer<typeof TraceId>;

export const WorkflowRunId = uuid().brand<'WorkflowRunId'>();
export type WorkflowRunId = z.infer<typeof WorkflowRunId>;

export const GoldSetId = uuid().brand<'GoldSetId'>();
export type GoldSetId = z.infer<typeof GoldSetId>;

export const GoldDraftId = uuid().brand<'GoldDraftId'>();
export type GoldDraftId = z.infer<typeof GoldDraftId>;

export const EvaluationId = uuid().brand<'EvaluationId'>();
export type EvaluationId = z.infer<typeof EvaluationId>;

export const DriftAttributionId = uuid().brand<'DriftAttributionId'>();
export type DriftAttributionId = z.infer<typeof DriftAttributionId>;
