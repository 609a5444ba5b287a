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
    const open = async () => {
      try {
        const pdf = await openWhenLoaded(bytes);
        opened = pdf;
        if (isGone) await close(pdf);
        else setState({ kind: 'open', pdf });
      } catch (error) {
        if (!isGone) setState({ kind: 'failed', error });
      }
    };
    void open();
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
