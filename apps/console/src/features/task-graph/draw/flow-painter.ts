import { type EdgePath, emptyPath, locateEdge, pointOn } from './edge-path.ts';
import type { EdgeStroke } from './edge-style.ts';
import type { Context, Stage } from './stage.ts';

const spacingPx = [0, 96, 76, 58, 44] as const;
const speedPx = [0, 42, 56, 72, 92] as const;

/** Beads that run along edges bytes flow over, closer and faster with the rate. Still where motion is unwelcome. */
export function drawFlow(g: Context, stage: Stage, edges: readonly number[], stroke: EdgeStroke, alpha: number): void {
  const path: EdgePath = emptyPath();
  const radius = stroke.width * 0.5 + 1.3;
  g.fillStyle = stroke.colour;
  g.globalAlpha = alpha;
  g.beginPath();
  for (const edge of edges) {
    const rate = stage.scene.edges.rateClass[edge] ?? 0;
    const spacing = spacingPx[rate] ?? 0;
    if (spacing === 0) continue;
    locateEdge(stage, edge, stage.view, path);
    const length = Math.hypot(path.x2 - path.x1, path.y2 - path.y1) * 1.08;
    const moved = stage.still ? 0 : (stage.nowMs / 1000) * (speedPx[rate] ?? 0);
    const first = (moved + ((edge * 37) % 100) * 0.01 * spacing) % spacing;
    for (let at = first; at < length; at += spacing) {
      const { x, y } = pointOn(path, at / length);
      g.moveTo(x + radius, y);
      g.arc(x, y, radius, 0, Math.PI * 2);
    }
  }
  g.fill();
  g.globalAlpha = 1;
}
