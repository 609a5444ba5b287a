/** Brings the evidence into view where it stands below the answer, as on a narrow screen. */
export function revealEvidence(): void {
  requestAnimationFrame(() => {
    const evidence = document.querySelector('[data-evidence]');
    if (evidence === null) return;
    const isBelow = evidence.getBoundingClientRect().top > innerHeight * 0.8;
    if (isBelow) evidence.scrollIntoView({ block: 'start', behavior: 'smooth' });
  });
}
