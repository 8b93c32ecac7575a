import { defineMessages, plural } from '../i18n/messages.ts';

/** What may be wrong with a field of a form. */
export const issueMessages = defineMessages({
  en: {
    required: 'Fill this in.',
    tooShort: (min: number) => `Too short: at least ${plural(min, 'character', 'characters')}.`,
    tooLong: (max: number) => `Too long: at most ${plural(max, 'character', 'characters')}.`,
    tooFew: (min: number) => `Too few: at least ${min}.`,
    tooMany: (max: number) => `Too many: at most ${max}.`,
    atLeast: (min: string) => `At least ${min}.`,
    atMost: (max: string) => `At most ${max}.`,
    number: 'This has to be a number.',
    whole: 'This has to be a whole number.',
    url: 'This is no address: it begins with http:// or https://.',
    email: 'This is no e-mail address.',
    format: 'This is not written as it has to be.',
    value: 'This is none of the choices.',
  },
  zh: {
    required: '请填写此项。',
    tooShort: (min) => `太短：至少 ${min} 个字符。`,
    tooLong: (max) => `太长：最多 ${max} 个字符。`,
    tooFew: (min) => `太少：至少 ${min} 个。`,
    tooMany: (max) => `太多：最多 ${max} 个。`,
    atLeast: (min) => `至少为 ${min}。`,
    atMost: (max) => `最多为 ${max}。`,
    number: '必须是数字。',
    whole: '必须是整数。',
    url: '不是有效地址：应以 http:// 或 https:// 开头。',
    email: '不是有效的电子邮件地址。',
    format: '格式不正确。',
    value: '不在可选项之中。',
  },
});
