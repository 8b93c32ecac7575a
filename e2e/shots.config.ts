import config from './playwright.config.ts';

/** Pictures of the pages instead of tests: `npm run shots`. */
export default { ...config, testDir: 'shots', testMatch: '*.shots.ts', outputDir: '../test-results/shots' };
