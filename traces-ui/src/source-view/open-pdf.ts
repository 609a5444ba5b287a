import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist';
// oxlint-disable-next-line import/default -- the build makes it the address of the file
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

export type OpenPdf = PDFDocumentProxy;

GlobalWorkerOptions.workerSrc = workerUrl;

/**
 * Opens a PDF in a worker of its own. Nothing in it runs: scripts and forms are not asked for, and the
 * worker may fetch nothing.
 */
export async function openPdf(bytes: ArrayBuffer): Promise<OpenPdf> {
  // The worker takes the bytes away from whoever hands them over.
  return getDocument({ data: new Uint8Array(bytes.slice(0)), enableXfa: false }).promise;
}
