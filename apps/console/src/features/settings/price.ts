/** A price of traffic as somebody writes it: a number of 0 to 1000 with a dot or a comma; `undefined` for anything else. */
export function readPrice(text: string): number | undefined {
  const typed = text.trim().replace(',', '.');
  if (!/^\d{1,4}(\.\d{1,6})?$/.test(typed)) return undefined;
  const price = Number(typed);
  return price <= 1000 ? price : undefined;
}

/** Currencies that are proposed; any other of ISO 4217 can be written. */
export const usualCurrencies = ['USD', 'EUR', 'GBP', 'CNY', 'JPY', 'INR'] as const;

/** A currency code as ISO 4217 has it, or `undefined`. */
export function readCurrency(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? code : undefined;
}
