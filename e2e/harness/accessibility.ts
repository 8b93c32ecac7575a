import type { Page } from '@playwright/test';
import axeCore from 'axe-core';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Axe {
  run(
    root: Document,
    options: { readonly runOnly: readonly string[] },
  ): Promise<{
    readonly passes: readonly unknown[];
    readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
  }>;
}

/** The accessibility rules a page breaks, each with the first element that does, and how many rules it keeps. */
export async function accessibilityOf(page: Page): Promise<{ broken: string[]; kept: number }> {
  await page.evaluate(axeCore.source);
  return await page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as { axe: Axe };
    const { violations, passes } = await axe.run(document, { runOnly });
    return { broken: violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`), kept: passes.length };
  }, rules);
}
