export { preheatMessages } from './messages.ts';
export { NewPreheatLink } from './new-preheat-link.tsx';
export { PreflightPanel } from './preflight-panel.tsx';
export { contentOf, type PreheatItem, toneOf as jobTones } from './preheat.ts';
export { ContentFields, ImageFields, KindChoice, TargetFields } from './preheat-fields.tsx';
export { emptyPreheat, type PreheatValues, preheatRequest, valuesOf, withoutSecrets } from './preheat-form.ts';
export { PreheatNav } from './preheat-nav.tsx';
export { useJob } from './use-job.ts';
