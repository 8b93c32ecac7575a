/** Whether a name fits a glob: `*` is any text without a slash, `**` any text, `?` one character. Takes linear time a star. */
export function fitsGlob(glob: string, name: string): boolean {
  let reach = new Set([0]);
  for (let at = 0; at < glob.length; at += 1) {
    const sign = glob[at];
    const deep = sign === '*' && glob[at + 1] === '*';
    if (deep) at += 1;
    const next = new Set<number>();
    for (const position of reach) {
      if (sign === '*') {
        for (let end = position; end <= name.length; end += 1) {
          next.add(end);
          if (!deep && name[end] === '/') break;
        }
      } else if (position < name.length && (sign === name[position] || (sign === '?' && name[position] !== '/'))) {
        next.add(position + 1);
      }
    }
    reach = next;
  }
  return reach.has(name.length);
}
