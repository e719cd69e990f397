/** What has the focus, through all shadow roots. */
export function focused(): HTMLElement | SVGElement | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement != null) element = element.shadowRoot.activeElement;
  if (element === document.body) return null;
  return element instanceof HTMLElement || element instanceof SVGElement ? element : null;
}
