import type { Spacing } from '../layout/spacing.ts';
import { peerRadius } from './sizes.ts';

/** How much is drawn, decided by zoom and crowd. */
export interface Detail {
  readonly visiblePeers: number;
  readonly visibleEdges: number;
  /** Drawn afresh each frame, so that it can move; otherwise from a cached layer. */
  readonly livePeers: boolean;
  readonly liveEdges: boolean;
  /** Edges that skip levels swing around the peers between. */
  readonly routedEdges: boolean;
  readonly names: boolean;
  /** A second caption line: progress and rate. */
  readonly captions: boolean;
  /** Rates written on the edges themselves. */
  readonly edgeRates: boolean;
  /** Height below a peer that its caption takes, in pixels: edges leave from under it. */
  readonly captionHeight: number;
  readonly fontPx: number;
}

const livePeerLimit = 400;
const liveEdgeLimit = 240;
const routedPeerLimit = 60;

/** `k` is the zoom; the counts are what lies in view. */
export function detailFor(k: number, spacing: Spacing, visiblePeers: number, visibleEdges: number): Detail {
  const room = spacing.pitch * k;
  const livePeers = visiblePeers <= livePeerLimit;
  const names = livePeers && room >= 56 && peerRadius * k >= 9;
  const captions = names && room >= 104;
  const fontPx = k >= 1.25 ? 13 : k >= 0.9 ? 12 : 11;
  return {
    visiblePeers,
    visibleEdges,
    livePeers,
    liveEdges: visibleEdges <= liveEdgeLimit,
    routedEdges: visiblePeers <= routedPeerLimit && visibleEdges <= liveEdgeLimit,
    names,
    captions,
    edgeRates: captions && visibleEdges <= 20,
    captionHeight: names ? (captions ? 2 : 1) * (fontPx + 3) + 5 : 0,
    fontPx,
  };
}
