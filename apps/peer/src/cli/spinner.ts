const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 80;

/** Turns a wheel beside a sentence while `work` runs; nothing where nobody looks. */
export async function spinning<T>(out: NodeJS.WriteStream, sentence: string, work: () => Promise<T>): Promise<T> {
  if (!out.isTTY) return work();
  let turn = 0;
  const timer = setInterval(() => {
    out.write(`\r\x1b[2K${frames[turn % frames.length] ?? ''} ${sentence}`);
    turn += 1;
  }, frameMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    out.write('\r\x1b[2K');
  }
}
