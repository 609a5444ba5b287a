import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { AppError, messageOf } from '../../../platform/errors.ts';

export interface ListingPage {
  readonly objects: readonly ListedObject[];
  /** Null on the last page. */
  readonly continuationToken: string | null;
}

export interface ListedObject {
  readonly key: string;
  readonly etag: string;
  readonly size: number;
}

const Listing = z.object({
  ListBucketResult: z.object({
    IsTruncated: z.enum(['true', 'false']),
    NextContinuationToken: z.string().optional(),
    EncodingType: z.string().optional(),
    Contents: z
      .array(z.object({ Key: z.string(), ETag: z.string().min(1), Size: z.coerce.number().min(0) }))
      .default([]),
  }),
});

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => name === 'Contents',
});

/** Reads one page of `ListObjectsV2`. Throws `AppError('unavailable')` for anything that is not a whole one. */
export function parseListing(text: string): ListingPage {
  if (/<!(?:DOCTYPE|ENTITY)/iu.test(text)) throw notAListing('it has a document type declaration');
  const result = Listing.safeParse(parseXml(text));
  if (!result.success) throw notAListing(result.error.issues[0]?.message ?? '');
  const listing = result.data.ListBucketResult;
  const token = listing.NextContinuationToken ?? '';
  if (listing.IsTruncated === 'true' && token === '') {
    throw notAListing('it says that more follows, but not how to ask for it');
  }
  const decode = listing.EncodingType === 'url' ? decodeKey : (key: string) => key;
  return {
    objects: listing.Contents.map(({ Key, ETag, Size }) => ({
      key: decode(Key),
      etag: ETag,
      size: Size,
    })),
    continuationToken: listing.IsTruncated === 'true' ? token : null,
  };
}

function parseXml(text: string): unknown {
  try {
    return parser.parse(text, true);
  } catch (error) {
    throw notAListing(messageOf(error));
  }
}

/** Keys are encoded as forms are: a space is `+`. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    throw notAListing('a key is not encoded as it says');
  }
}

function notAListing(reason: string): AppError {
  return new AppError('unavailable', `The reply is not a listing of a bucket: ${reason}.`);
}
