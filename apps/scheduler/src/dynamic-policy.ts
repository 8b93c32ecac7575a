import type { Log } from '@damselfly/core/node';
import type { Application, Policy } from './core/policy.ts';
import type { DynamicConfig } from './manager/port.ts';

/** A policy with what the managers say in it. A pattern that is no regular expression is left out and logged. */
export function withDynamicConfig(policy: Policy, config: DynamicConfig, log: Log): Policy {
  return {
    ...policy,
    candidateParentLimit: config.candidateParentLimit,
    filterParentLimit: config.filterParentLimit,
    peerUploadLimit: config.peerLoadLimit,
    seedUploadLimit: config.seedPeerLoadLimit,
    applications: config.applications.map(({ name, priority }): Application => {
      const urls = priority.urls.flatMap(({ regex, value }) => {
        try {
          return [{ pattern: new RegExp(regex), priority: value }];
        } catch (err) {
          log.warn({ err, application: name, regex }, 'an application has a URL pattern that is no regular expression');
          return [];
        }
      });
      return { name, priority: priority.value, urls };
    }),
  };
}
