import tseslint from 'typescript-eslint';

// Biome formats and lints; here stand only the rules that need types, and the purity of the scheduler's core.
export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/.next/**',
      '**/gen/**',
      '**/generated/**',
      '**/*.{js,mjs,cjs}',
      '**/next-env.d.ts',
      '.damselfly/**',
    ],
  },
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: { allowDefaultProject: ['vitest.config.ts'] } },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  {
    files: ['apps/scheduler/src/core/**/*.ts', 'apps/scheduler/src/sim/**/*.ts'],
    ignores: ['**/*.test.ts', 'apps/scheduler/src/sim/main.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time arrives with the input.' },
        { object: 'Math', property: 'random', message: 'Randomness arrives with the input.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Time arrives with the input.' },
      ],
    },
  },
);
