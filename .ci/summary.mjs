// Adds up what the steps of .ci/run reported and prints the last line.
import { readFileSync } from 'node:fs';

const read = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
};

const failedSteps = (process.env.FAILED_STEPS ?? '').split(' ').filter(Boolean);
const unit = read('test-results/unit.json');
const e2e = read('test-results/e2e.json')?.stats;
const passedTests = (unit?.numPassedTests ?? 0) + (e2e?.expected ?? 0);
const failedTests = (unit?.numFailedTests ?? 0) + (e2e?.unexpected ?? 0) + (e2e?.flaky ?? 0);

// A step whose tests failed is in failedTests already; one that failed in another way counts as one.
const testSteps = [
  ['unit', unit?.numFailedTests ?? 0],
  ['e2e', (e2e?.unexpected ?? 0) + (e2e?.flaky ?? 0)],
];
const counted = testSteps.filter(([, count]) => count > 0).map(([name]) => name);
const otherFailures = failedSteps.filter((name) => !counted.includes(name)).length;

const passed = passedTests + Number(process.env.PASSED_STEPS ?? 0);
const failed = failedTests + otherFailures;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
