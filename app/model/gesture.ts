/** Numbers for what is one gesture: a literal that moves, a word that an input method composes. Each is given once. */
let last = 0;

export const newGesture = (): number => ++last;
