/**
 * What a form asks of the run: one thing at a time, from the press to the answer. Meanwhile the form says that it waits, and a second press
 * asks nothing; what the run refuses stays in the form, with why.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Input } from '../../kernel/protocol.ts';
import type { FormProblem } from './problem.ts';

/** Null when it was done. */
export type Answer = FormProblem | null;

export class Asking implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #ask: (input: Input) => Promise<Answer>;
  #isWaiting = false;
  #refused: FormProblem | null = null;

  constructor(host: ReactiveControllerHost, ask: (input: Input) => Promise<Answer>) {
    this.#host = host;
    this.#ask = ask;
    host.addController(this);
  }

  hostConnected(): void {}

  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  /** Why the run could not take what was asked last; null when it could. */
  get refused(): FormProblem | null {
    return this.#refused;
  }

  /** What is typed by now is another thing: what was said of the former is over. */
  forget(): void {
    if (this.#refused !== null) this.#set(this.#isWaiting, null);
  }

  /** True when it was done; false when it was refused, and when something is being asked already. */
  async ask(input: Input): Promise<boolean> {
    if (this.#isWaiting) return false;
    this.#set(true, null);
    let refused: Answer = null;
    try {
      refused = await this.#ask(input);
    } finally {
      this.#set(false, refused);
    }
    return refused === null;
  }

  #set(isWaiting: boolean, refused: FormProblem | null): void {
    [this.#isWaiting, this.#refused] = [isWaiting, refused];
    this.#host.requestUpdate();
  }
}
