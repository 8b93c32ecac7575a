import { levelName } from '../model/outline.ts';
import { gutterFor } from './sizes.ts';
import type { Context, Stage } from './stage.ts';

interface BandBox {
  readonly level: number;
  readonly count: number;
  readonly top: number;
  readonly bottom: number;
}

/** The bands of the levels, behind everything. */
export function drawBands(g: Context, stage: Stage): void {
  const { view, palette } = stage;
  g.globalAlpha = 1;
  g.fillStyle = palette.background;
  g.fillRect(0, 0, view.width, view.height);
  g.fillStyle = palette.band;
  const side = view.width < 640 ? 6 : 12;
  for (const { top, bottom } of bandBoxes(stage)) {
    g.beginPath();
    g.roundRect(side, top, view.width - 2 * side, bottom - top, Math.min(14, (bottom - top) / 3));
    g.fill();
  }
}

/** The levels' names and sizes at the left, each in the middle of what is visible of its band. */
export function drawGutter(g: Context, stage: Stage): void {
  const { view, palette, texts, words } = stage;
  const narrow = gutterFor(view.width) === 0;
  const nameFont = `600 11.5px ${palette.font}`;
  const countFont = `500 11.5px ${palette.font}`;
  let free = Number.NEGATIVE_INFINITY;
  for (const { level, count, top, bottom } of bandBoxes(stage)) {
    const from = Math.max(0, top);
    const to = Math.min(view.height, bottom);
    const twoLines = to - from >= 40 && !narrow;
    const y = narrow ? from + 11 : (from + to) / 2;
    if (to - from < 12 || y - 8 < free) continue;
    free = y + 8;
    const name = levelName(level, words);
    const size = words.format.number(count);
    const x = narrow ? 14 : 28;
    const nameWidth = texts.widthOf(name, nameFont);
    const sizeWidth = texts.widthOf(size, countFont);
    const look = { px: 11.5, halo: palette.band };
    texts.draw(g, name, x + nameWidth / 2, twoLines ? y - 8 : y, { ...look, font: nameFont, ink: palette.muted });
    const sizeX = twoLines ? x + sizeWidth / 2 : x + nameWidth + 7 + sizeWidth / 2;
    texts.draw(g, size, sizeX, twoLines ? y + 8 : y, { ...look, font: countFont, ink: palette.faint });
  }
}

function bandBoxes(stage: Stage): BandBox[] {
  const { layout, view, detail } = stage;
  const { rowHeight } = layout.spacing;
  const boxes: BandBox[] = [];
  layout.bands.forEach(({ members, rows, top }, level) => {
    if (members.length === 0) return;
    const seeds = level === 0;
    const above = rowHeight * 0.5 * view.k + (seeds ? Math.max(0, detail.captionHeight - 14) : 0) + 4;
    const below = rowHeight * 0.5 * view.k + (seeds ? 0 : Math.max(0, detail.captionHeight - 10)) + 4;
    const from = top * view.k + view.ty - above;
    const to = (top + (rows - 1) * rowHeight) * view.k + view.ty + below;
    if (to > 0 && from < view.height) boxes.push({ level, count: members.length, top: from, bottom: to });
  });
  return boxes;
}
