import type { TaskId } from '@damselfly/core';
import { type OpenSpan, startSpan } from '@damselfly/core/node';
import type { Cluster } from '../core/cluster.ts';
import type { Effect, PeerEffect } from '../core/effect.ts';
import { recalledStream, type SchedulerEvent } from '../core/input.ts';
import type { StreamId } from '../core/peer.ts';

type Trigger = Extract<Effect, { kind: 'triggerSeed' }>;

interface Question {
  readonly task: TaskId;
  readonly span: OpenSpan;
}

/** Questions followed at once; more are not traced. */
const questionLimit = 16_384;

/**
 * The way of a decision as spans: a question from its register or reschedule to the answer, below it the decision, the
 * seed that was asked for it, and the leave to go to the source.
 */
export class DecisionSpans {
  readonly #cluster: Cluster;
  readonly #questions = new Map<StreamId, Question>();
  readonly #triggers = new Map<string, OpenSpan>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Sees each event with its effects before they are delivered. */
  observe(event: SchedulerEvent, effects: readonly Effect[]): void {
    if (event.kind === 'peerRegistered' || event.kind === 'reschedule') this.#ask(event);
    if (event.kind === 'streamClosed') this.#close(event.stream, 'the peer left');
    if (event.kind === 'seedTriggerEnded') this.#triggered(event.host, event.task);
    if (event.kind === 'seedTriggerFailed') this.#triggered(event.host, event.task, event.why);
    for (const effect of effects) {
      if (effect.kind === 'triggerSeed') this.#trigger(effect);
      else if ('stream' in effect) this.#answer(effect);
    }
  }

  /** Asks a seed as part of the question it is asked for. */
  within({ host, task }: Trigger, ask: () => void): void {
    const span = this.#triggers.get(`${host} ${task}`);
    if (span === undefined) ask();
    else span.within(ask);
  }

  /** Ends every span that is open. */
  close(): void {
    for (const stream of [...this.#questions.keys()]) this.#close(stream, 'the scheduler stops');
    for (const span of this.#triggers.values()) span.end({}, 'the scheduler stops');
    this.#triggers.clear();
  }

  #ask(event: Extract<SchedulerEvent, { kind: 'peerRegistered' | 'reschedule' }>): void {
    const { stream, peer } = event;
    const task = event.kind === 'peerRegistered' ? event.task : this.#cluster.peers.get(peer)?.task.id;
    if (stream === recalledStream || task === undefined) return;
    if (this.#questions.has(stream) || this.#questions.size >= questionLimit) return;
    const name = event.kind === 'peerRegistered' ? 'register' : 'reschedule';
    const attributes = { 'damselfly.task': task, 'damselfly.peer': peer };
    this.#questions.set(stream, { task, span: startSpan(name, { attributes }) });
  }

  #answer(effect: PeerEffect): void {
    const question = this.#questions.get(effect.stream);
    if (question === undefined) return;
    const { span } = question;
    const [made] = this.#cluster.decisions.of(effect.peer);
    const outcome = made?.outcome ?? effect.kind;
    const decision = startSpan('decision', { parent: span });
    decision.end({
      ...{ 'damselfly.outcome': outcome, 'damselfly.reason': made?.reason ?? '' },
      ...{ 'damselfly.candidates': made?.seen ?? 0, 'damselfly.searches': made?.attempts ?? 0 },
      ...(effect.kind === 'offerParents' ? { 'damselfly.parents': [...effect.parents] } : {}),
    });
    if (effect.kind === 'backToSource')
      startSpan('source grant', { parent: span }).end({ 'damselfly.reason': effect.why });
    this.#close(effect.stream, effect.kind === 'failStream' ? effect.message : undefined);
  }

  #close(stream: StreamId, failure?: string): void {
    this.#questions.get(stream)?.span.end({}, failure);
    this.#questions.delete(stream);
  }

  #trigger({ host, task }: Trigger): void {
    let asked: OpenSpan | undefined;
    for (const question of this.#questions.values()) {
      if (question.task !== task) continue;
      asked = question.span;
      break;
    }
    const attributes = { 'damselfly.task': task, 'damselfly.host': host };
    this.#triggered(host, task, 'asked again');
    this.#triggers.set(`${host} ${task}`, startSpan('seed trigger', { attributes, ...(asked && { parent: asked }) }));
  }

  #triggered(host: string, task: TaskId, failure?: string): void {
    const key = `${host} ${task}`;
    this.#triggers.get(key)?.end({}, failure);
    this.#triggers.delete(key);
  }
}
