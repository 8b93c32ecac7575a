import { Link } from './network.ts';
import type { Plan } from './plan.ts';
import type { VirtualHost } from './virtual-host.ts';

/** Which links lie between a host, or the origin, and another host. */
export class Roads {
  readonly origin: Link;
  readonly #interIdcRate: number | undefined;
  readonly #wires = new Map<string, Link>();

  constructor({ originRate, interIdcRate }: Pick<Plan, 'originRate' | 'interIdcRate'>) {
    this.origin = new Link(originRate);
    this.#interIdcRate = interIdcRate;
  }

  /** Bytes that left one data centre for another. */
  get interIdcBytes(): number {
    let bytes = 0;
    for (const { carriedBytes } of this.#wires.values()) bytes += carriedBytes;
    return bytes;
  }

  between(from: VirtualHost, to: VirtualHost): readonly Link[] {
    const [here, there] = [from.planned.idc, to.planned.idc];
    if (this.#interIdcRate === undefined || here === there) return [from.up, to.down];
    return [from.up, this.#wire(here, there, this.#interIdcRate), to.down];
  }

  fromOrigin(to: VirtualHost): readonly Link[] {
    return [this.origin, to.down];
  }

  #wire(from: string, to: string, rate: number): Link {
    const name = `${from} > ${to}`;
    const known = this.#wires.get(name);
    if (known !== undefined) return known;
    const wire = new Link(rate);
    this.#wires.set(name, wire);
    return wire;
  }
}
