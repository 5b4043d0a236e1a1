import { number, object, text } from '../lib/json.ts';

/** What the server says about one artifact. A signed URL lives on another host and expires. */
export interface ArtifactContent {
  /** Plans come inline. */
  readonly content: string | undefined;
  readonly downloadUrl: string | undefined;
  readonly filename: string | undefined;
  readonly contentType: string | undefined;
  readonly sizeBytes: number | undefined;
}

/** Undefined when it says neither what the artifact holds nor where it is. */
export function decodeArtifactContent(value: unknown): ArtifactContent | undefined {
  const data = object(object(value).data);
  const content = typeof data.content === 'string' ? data.content : undefined;
  const downloadUrl = text(data.download_url);
  if (content === undefined && downloadUrl === undefined) return undefined;
  return {
    content,
    downloadUrl,
    filename: text(data.filename),
    contentType: text(data.content_type),
    sizeBytes: number(data.size_bytes),
  };
}
