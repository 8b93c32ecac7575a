import { type EdgePath, emptyPath, locateEdge, type Projection, traceEdge } from './edge-path.ts';
import type { EdgeStroke } from './edge-style.ts';
import type { Context, Stage } from './stage.ts';

/** Strokes `edges[from…to)` in one style. Software canvases take hairlines in batches and wide lines one by one. */
export function strokeEdges(
  g: Context,
  stage: Stage,
  edges: readonly number[],
  { from, to, stroke, at, alpha }: { from: number; to: number; stroke: EdgeStroke; at: Projection; alpha: number },
): void {
  const path: EdgePath = emptyPath();
  g.strokeStyle = stroke.colour;
  g.globalAlpha = stroke.alpha * alpha;
  g.lineWidth = stroke.width;
  let open = 0;
  for (let index = from; index < to; index++) {
    if (open === 0) g.beginPath();
    locateEdge(stage, edges[index] ?? 0, at, path);
    for (let line = 0; line < stroke.lines; line++) traceEdge(g, path, at.k, (line - (stroke.lines - 1) / 2) * 0.9);
    open += 1;
    if (open < stroke.batch) continue;
    g.stroke();
    open = 0;
  }
  if (open > 0) g.stroke();
  g.globalAlpha = 1;
}
