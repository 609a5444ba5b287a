import { Button } from '@mantine/core';
import { useState } from 'react';
import { formatCount } from './format.ts';
import type { MarkKind } from './mark-kind.ts';
import { RevealedText } from './RevealedText.tsx';
import { ScrollBox } from './ScrollBox.tsx';
import { splitText, type TextPart, type TextRange } from './split-text.ts';
import { chooseWindow } from './text-window.ts';
import styles from './marked-text.module.css';

interface MarkedTextProps {
  readonly text: string;
  readonly ranges: readonly TextRange<MarkKind>[];
  /** Names the region for assistive technology. */
  readonly label: string;
}

/** A long text with highlights, scrolled to the first of them. Very long texts open as a window around it. */
export function MarkedText({ text, ranges, label }: MarkedTextProps) {
  const [isWhole, setIsWhole] = useState(false);
  const focus =
    ranges.find((range) => range.label === 'strong') ??
    ranges.find((range) => range.label === 'soft');
  const window = isWhole
    ? { start: 0, end: text.length }
    : chooseWindow(text.length, focus?.start ?? 0);
  const shown = text.slice(window.start, window.end);
  const parts = splitText(
    shown,
    ranges.map((range) => ({
      ...range,
      start: range.start - window.start,
      end: range.end - window.start,
    })),
  );
  const firstMark = findFirstMark(parts);
  return (
    <ScrollBox className={styles.scroller} label={label}>
      {shown.length < text.length && (
        <p className={styles.cut}>
          Shown: characters {formatCount(window.start)} to {formatCount(window.end)} of{' '}
          {formatCount(text.length)}.{' '}
          <Button size="compact-xs" variant="default" onClick={() => setIsWhole(true)}>
            Show the whole text
          </Button>
        </p>
      )}
      <div className={styles.text} dir="auto">
        {parts.map((part) => (
          <MarkedPart
            key={`${part.start}-${part === firstMark}`}
            part={part}
            isFirst={part === firstMark}
          />
        ))}
      </div>
    </ScrollBox>
  );
}

interface MarkedPartProps {
  readonly part: TextPart<MarkKind>;
  readonly isFirst: boolean;
}

function MarkedPart({ part, isFirst }: MarkedPartProps) {
  const chunk = part.labels.find((label) => label === 'odd' || label === 'even');
  const mark = markOf(part);
  const content = <RevealedText text={part.text} />;
  if (mark !== null) {
    return (
      <mark ref={isFirst ? scrollToMark : null} className={styles.mark} data-kind={mark}>
        {content}
      </mark>
    );
  }
  return chunk === undefined ? content : <span data-chunk={chunk}>{content}</span>;
}

function markOf(part: TextPart<MarkKind>): 'strong' | 'soft' | null {
  if (part.labels.includes('strong')) return 'strong';
  return part.labels.includes('soft') ? 'soft' : null;
}

/** The mark to scroll to: the first strong one, else the first of all. */
function findFirstMark(parts: readonly TextPart<MarkKind>[]): TextPart<MarkKind> | undefined {
  return (
    parts.find((part) => markOf(part) === 'strong') ?? parts.find((part) => markOf(part) === 'soft')
  );
}

/** Runs when a mark appears. Scrolls its box alone, never the page around it. */
function scrollToMark(mark: HTMLElement | null): void {
  const box = mark?.closest('[data-scroll-box]');
  if (!mark || !box) return;
  box.scrollTop = mark.offsetTop - box.clientHeight / 4;
}
