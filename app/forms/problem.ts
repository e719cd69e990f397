/** What is wrong with something that was typed into a form: a stable code, what, and how to mend it. */

export const formCodes = {
  'form/missing': 'Nothing was typed where a value is wanted.',
  'form/not-a-number': 'A number is wanted, and something else was typed.',
  'form/not-whole': 'A whole number is wanted.',
  'form/not-offered': 'The model declares which values may stand there, and it is none of them.',
  'form/kind': 'The model declares another kind of value for the place.',
  'form/not-plain': 'What was typed cannot be read as plain data.',
  'form/twice': 'A key, a member or a field is there already.',
  'form/name': 'A field cannot have that name.',
  'form/refused': 'The run cannot take it: the place is not there any more, for one.',
} as const;

export type FormCode = keyof typeof formCodes;

export interface FormProblem {
  readonly code: FormCode;
  /** One sentence: what is wrong. */
  readonly text: string;
  /** One sentence: what to do. */
  readonly help: string;
}

export function problem(code: FormCode, text: string, help: string): FormProblem {
  return { code, text, help };
}
