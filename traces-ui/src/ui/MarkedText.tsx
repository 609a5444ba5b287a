import { Button } from '@mantine/core';
import { useLayoutEffect, useRef, useState } from 'react';
import { formatCount } from './format.ts';
import { RevealedText } from './RevealedText.tsx';
import { splitText, type TextRange } from './split-text.ts';
import { chooseWindow } from './text-window.ts';
import styles from './marked-text.module.css';

/** `strong` and `soft` are highlights; `odd` and `even` tell neighbouring chunks apart. */
export type MarkKind = 'strong' | 'soft' | 'odd' | 'even';

interface MarkedTextProps {
  readonly text: string;
  readonly ranges: readonly TextRange<MarkKind>[];
  /** Names the region for assistive technology. */
  readonly label: string;
}

/** A long text with highlights, scrolled to the first of them. Very long texts open as a window around it. */
export function MarkedText({ text, ranges, label }: MarkedTextProps) {
  const [isWhole, setIsWhole] = useState(false);
  const scroller = useRef<HTMLElement>(null);
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
  useLayoutEffect(() => {
    scrollToMark(scroller.current);
  }, [text, focus?.start, focus?.end]);
  return (
    <section ref={scroller} className={styles.scroller} aria-label={label} tabIndex={0}>
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
          <MarkedPart key={part.start} text={part.text} labels={part.labels} />
        ))}
      </div>
    </section>
  );
}

function MarkedPart({
  text,
  labels,
}: {
  readonly text: string;
  readonly labels: readonly MarkKind[];
}) {
  const chunk = labels.find((label) => label === 'odd' || label === 'even');
  const content = <RevealedText text={text} />;
  const isStrong = labels.includes('strong');
  if (isStrong || labels.includes('soft')) {
    return (
      <mark className={styles.mark} data-kind={isStrong ? 'strong' : 'soft'}>
        {content}
      </mark>
    );
  }
  return chunk === undefined ? content : <span data-chunk={chunk}>{content}</span>;
}

/** Scrolls the box alone, never the page around it. */
function scrollToMark(scroller: HTMLElement | null): void {
  const mark =
    scroller?.querySelector<HTMLElement>('mark[data-kind="strong"]') ??
    scroller?.querySelector<HTMLElement>('mark');
  if (!scroller || !mark) return;
  scroller.scrollTop = mark.offsetTop - scroller.clientHeight / 4;
}
