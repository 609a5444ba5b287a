import { getDocumentProxy } from 'unpdf';
import type { PDFDocumentProxy } from 'unpdf/pdfjs';
import { messageOf } from '../../../platform/errors.ts';
import { ParseRefusal } from '../parsed-document.ts';

/** Opens a PDF for reading text; whoever opens it destroys it. */
export async function openPdf(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  addBufferTransfer();
  try {
    // The reader takes the bytes over and refuses a Buffer, so it gets a plain copy.
    return await getDocumentProxy(new Uint8Array(bytes), {
      isEvalSupported: false,
      disableFontFace: true,
      // Larger pictures are not decoded: only where they stand is of interest.
      maxImageSize: 1,
      verbosity: 0,
    });
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException')
      throw new ParseRefusal(
        'encrypted',
        'The PDF is protected by a password. Remove the password and send it again.',
      );
    throw unreadable(messageOf(error));
  }
}

export function unreadable(problem: string): ParseRefusal {
  return new ParseRefusal(
    'unreadable',
    `The file is not a readable PDF: ${problem.replace(/\.$/, '')}. Open it in a PDF program and save it again.`,
  );
}

/** The reader hands its fonts over with a method of array buffers that Node.js has from version 21 on. */
function addBufferTransfer(): void {
  if ('transferToFixedLength' in ArrayBuffer.prototype) return;
  // oxlint-disable-next-line eslint/no-extend-native -- the reader calls it on every font it loads
  Object.defineProperty(ArrayBuffer.prototype, 'transferToFixedLength', {
    configurable: true,
    writable: true,
    value: transferToFixedLength,
  });
}

function transferToFixedLength(this: ArrayBuffer, length = this.byteLength): ArrayBuffer {
  const moved = structuredClone(this, { transfer: [this] });
  if (length === moved.byteLength) return moved;
  const resized = new ArrayBuffer(length);
  new Uint8Array(resized).set(new Uint8Array(moved, 0, Math.min(length, moved.byteLength)));
  return resized;
}
