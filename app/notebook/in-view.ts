/** Calls once, when an element comes near what can be seen. One observer serves all. */
const callbacks = new WeakMap<Element, () => void>();

const observer = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      callbacks.get(target)?.();
      callbacks.delete(target);
    }
  },
  { rootMargin: '300px' },
);

/** Returns the way to stop waiting. */
export function whenInView(element: Element, callback: () => void): () => void {
  callbacks.set(element, callback);
  observer.observe(element);
  return () => {
    observer.unobserve(element);
    callbacks.delete(element);
  };
}
