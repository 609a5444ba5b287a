interface ScrollBoxProps {
  readonly label: string;
  readonly className: string | undefined;
  readonly children: React.ReactNode;
}

/** A named region with a scroll bar of its own, which the keyboard can reach and scroll. */
export function ScrollBox({ label, className, children }: ScrollBoxProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- WCAG 2.1.1: a scroller must be focusable
    <section aria-label={label} className={className} tabIndex={0} data-scroll-box>
      {children}
    </section>
  );
}
