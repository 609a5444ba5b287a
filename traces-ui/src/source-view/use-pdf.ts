import { useEffect, useState } from 'react';
import type { OpenPdf } from './open-pdf.ts';

export type PdfState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly pdf: OpenPdf }
  | { readonly kind: 'failed'; readonly error: unknown };

const OPENING: PdfState = { kind: 'opening' };

/** Opens the bytes of a PDF, loading the viewer first, and closes it with whoever shows it. */
export function usePdf(bytes: ArrayBuffer | undefined): PdfState {
  const [state, setState] = useState(OPENING);
  useEffect(() => {
    if (bytes === undefined) return;
    let isGone = false;
    let opened: OpenPdf | undefined;
    void openWhenLoaded(bytes).then(
      (pdf) => {
        opened = pdf;
        if (isGone) void close(pdf);
        else setState({ kind: 'open', pdf });
      },
      (error: unknown) => {
        if (!isGone) setState({ kind: 'failed', error });
      },
    );
    return () => {
      isGone = true;
      setState(OPENING);
      if (opened !== undefined) void close(opened);
    };
  }, [bytes]);
  return state;
}

async function openWhenLoaded(bytes: ArrayBuffer): Promise<OpenPdf> {
  const { openPdf } = await import('./open-pdf.ts');
  return openPdf(bytes);
}

async function close(pdf: OpenPdf): Promise<void> {
  await pdf.loadingTask.destroy();
}
