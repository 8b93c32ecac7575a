/** The sum of a metric's samples, whatever their labels; 0 when it has none yet. */
export async function metric(address: string, name: string): Promise<number> {
  const answer = await fetch(`http://${address}/metrics`);
  const samples = (await answer.text())
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  return samples.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
