import type { Content } from '../http/content.ts';
import type { ArtifactItem } from './wire.ts';

/** What a run left behind: how it is listed, and what its own endpoint and the storage host give. */
export interface Artifact {
  item: ArtifactItem;
  /** A plan's text, which comes inline. */
  plan?: { content: string; contentType?: string };
  /** A screenshot's or file's bytes, which come by a signed URL. */
  file?: { content: Content; contentType: string };
}

export function pullRequest(url: string, branch: string): Artifact {
  return { item: { artifact_type: 'PULL_REQUEST', data: { url, branch } } };
}

export function plan(uid: string, title: string, content: string): Artifact {
  const data = { artifact_uid: uid, document_uid: `doc-${uid}`, notebook_uid: `notebook-${uid}`, title };
  return { item: { artifact_type: 'PLAN', data }, plan: { content } };
}

export function screenshot(uid: string, content: Content, description?: string): Artifact {
  const data = { artifact_uid: uid, mime_type: 'image/png', ...(description && { description }) };
  return { item: { artifact_type: 'SCREENSHOT', data }, file: { content, contentType: 'image/png' } };
}

export interface FileFacts {
  filename: string;
  filepath?: string;
  mimeType?: string;
  description?: string;
  title?: string;
  /** What the listing claims; the true size by default is for the caller to give. */
  sizeBytes?: number;
}

export function file(uid: string, content: Content, facts: FileFacts): Artifact {
  const { filename, filepath = filename, mimeType = 'text/plain', description, title, sizeBytes } = facts;
  const data = {
    artifact_uid: uid,
    filename,
    filepath,
    mime_type: mimeType,
    ...(description !== undefined && { description }),
    ...(title !== undefined && { title }),
    ...(sizeBytes !== undefined && { size_bytes: sizeBytes }),
  };
  return { item: { artifact_type: 'FILE', data }, file: { content, contentType: mimeType } };
}

export function externalReference(url: string, type: string, title?: string): Artifact {
  const data = { reference_type: type, url, ...(title !== undefined && { title }) };
  return { item: { artifact_type: 'EXTERNAL_REFERENCE', data } };
}

/** A tiny valid PNG of one grey pixel. */
export const PIXEL: Uint8Array = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);
