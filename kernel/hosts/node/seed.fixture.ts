/**
 * Random tests try the same cases each time, so that what is wrong in what was changed fails, and nothing else. Others are tried by
 * `npm run sweep`, or by `SEED=random` or a number before any test command; a failing one names its seed.
 */
import * as fc from 'fast-check';

const seed = process.env['SEED'] ?? '20261129';
if (seed !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
