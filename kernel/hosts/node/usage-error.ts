/** The command was called wrongly, or a file it was given cannot be read: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
