/** The report for continuous integration: a suite for each file; its scenarios, properties and diagnostics are cases. */
import { getJunitXml, type TestCase, type TestSuite } from 'junit-xml';
import { chartText } from '../../histories/chart-text.ts';
import { type CheckResult, differs, type FileResult } from './check-result.ts';
import { storyLines } from './report-story.ts';
import { differenceText, fuzzReproduction, reproduction } from './report-text.ts';

export function junitReport(result: CheckResult, seed: number | null): string {
  const suites = result.files.map((file) => suite(file, seed));
  // The package's default schema writes failures as errors.
  return getJunitXml({ name: 'rehearsal check', suites }, { schema: 'ant-junit' });
}

function suite(file: FileResult, seed: number | null): TestSuite {
  const again = `to see it again: ${reproduction(file, seed)}`;
  const failure = (text: string, failed: boolean): Pick<TestCase, 'failures'> =>
    failed ? { failures: [{ message: text, type: 'failure' }] } : {};
  const scenarios = file.scenarios.map(({ name, verdict, text }) => ({
    name: `scenario ${name}`,
    classname: file.file,
    ...failure(`${text}\n${again}`, verdict === 'failed'),
  }));
  const properties = file.properties.map(({ kind, name, failed, line, text, chart }) => ({
    name: `${kind} ${name}`,
    classname: file.file,
    ...failure(
      [`${file.file}:${line}: ${text}`, ...(chart === null ? [] : chartText(chart)), again].join('\n'),
      failed,
    ),
  }));
  const explorations = file.explorations.map(({ name, failed, text, violations }) => ({
    name: `explore ${name}`,
    classname: file.file,
    ...failure([text, ...violations.flatMap(storyLines), again].join('\n'), failed),
  }));
  const fuzzings = file.fuzzings.map(({ name, failed, failures, seeds }) => ({
    name: `fuzz ${name}`,
    classname: file.file,
    ...failure(
      [
        `${seeds.done} of ${seeds.of} runs`,
        ...failures.map(
          ({ kind, property, text, seed, scenario }) =>
            `${kind} ${property}: ${text}\nto see it again: ${fuzzReproduction(file.file, seed)}\n${scenario}`,
        ),
      ].join('\n'),
      failed,
    ),
  }));
  const { comparison } = file;
  const compared =
    comparison === null
      ? []
      : [
          {
            name: `as expected in ${comparison.file}`,
            classname: file.file,
            ...failure([...comparison.differences.map(differenceText), again].join('\n'), differs(file)),
          },
        ];
  const errors = file.diagnostics.filter(({ severity }) => severity === 'error');
  const diagnostics = errors.map(({ code, line, text }) => ({
    name: `${code} at line ${line ?? '?'}`,
    classname: file.file,
    errors: [{ message: `${file.file}:${line ?? '?'}: ${text}`, type: code }],
  }));
  // A notebook in which nothing is wrong and nothing runs must not vanish from the report.
  const all = [...scenarios, ...properties, ...explorations, ...fuzzings, ...compared, ...diagnostics];
  return { name: file.file, testCases: all.length > 0 ? all : [{ name: 'opens', classname: file.file }] };
}
