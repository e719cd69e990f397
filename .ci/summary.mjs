// Adds up what the steps of .ci/run reported and prints the last line.
import { readFileSync } from 'node:fs';

const read = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
};

const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
const nameOf = (spec) => `${spec.file}:${spec.line}: ${spec.title}`;

/** The titles of what failed, so that the end of the log says it. */
function failuresOf(unit, e2e) {
  const ofUnit = (unit?.testResults ?? []).flatMap((file) => {
    const tests = file.assertionResults.filter((test) => test.status === 'failed');
    const why = (test) => (test.failureMessages ?? [])[0]?.split('\n')[0] ?? '';
    if (tests.length === 0 && file.status === 'failed') return [`${file.name}: ${file.message ?? ''}`];
    return tests.map((test) => `${file.name}: ${test.fullName}: ${why(test)}`);
  });
  const bad = (e2e?.suites ?? []).flatMap(specs).filter((spec) => !spec.ok);
  const beside = (e2e?.errors ?? []).map(({ message }) => `end to end: ${message?.split('\n')[0]}`);
  return [...ofUnit, ...bad.map(nameOf), ...beside];
}

const failedSteps = (process.env.FAILED_STEPS ?? '').split(' ').filter(Boolean);
const unit = read('test-results/unit.json');
const e2eReport = read('test-results/e2e.json');
const e2e = e2eReport?.stats;
const passedTests = (unit?.numPassedTests ?? 0) + (e2e?.expected ?? 0) + (e2e?.flaky ?? 0);
const failedTests = (unit?.numFailedTests ?? 0) + (e2e?.unexpected ?? 0);

// A step whose tests failed is in failedTests already; one that failed in another way counts as one.
const testSteps = [
  ['unit', unit?.numFailedTests ?? 0],
  ['e2e', e2e?.unexpected ?? 0],
];
const counted = testSteps.filter(([, count]) => count > 0).map(([name]) => name);
const otherFailures = failedSteps.filter((name) => !counted.includes(name)).length;

const passed = passedTests + Number(process.env.PASSED_STEPS ?? 0);
const failed = failedTests + otherFailures;
for (const failure of failuresOf(unit, e2eReport)) console.log(`Failed: ${failure}`);
const isFlaky = (spec) => spec.ok && (spec.tests ?? []).some(({ status }) => status === 'flaky');
for (const spec of (e2eReport?.suites ?? []).flatMap(specs).filter(isFlaky)) {
  console.log(`Passed only when it was tried again, so it or the page is to be mended: ${nameOf(spec)}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
